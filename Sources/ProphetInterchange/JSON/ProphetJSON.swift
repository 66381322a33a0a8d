public import ProphetEngine

/// Prophet's own format of fitted models: the text that `model_to_json` of Python's Prophet writes and
/// `model_from_json` reads.
///
/// A model read from it predicts what Prophet predicts, and Prophet predicts from a text written here what
/// the model predicts. What Prophet's format does not hold is lost: the number of changepoints asked for
/// where the history was too short for it, the fitted models of regressors, and how the fit went but for its
/// log posterior. Prophet itself writes the history with ten decimals only; here it is written exactly.
public enum ProphetJSON {
    /// Reads a model.
    ///
    /// - Parameters:
    ///   - text: The text of one JSON object. Entries that are not known are passed over.
    ///   - countryHolidays: The dates of the holidays of the country that the model was fitted with, which its
    ///     text names but does not hold: those in the history and those in the time to forecast. Holidays that
    ///     the model does not have are passed over.
    /// - Returns: The model. Its report has the log posterior of the text, NaN if there is none; it took 0
    ///   rounds, as nothing was fitted.
    /// - Throws: ``InterchangeError`` when the text is no such model, when its parts contradict each other, or
    ///   when it has holidays of a country without dates.
    /// - Complexity: O(n) for n bytes.
    public static func decode(
        _ text: String, countryHolidays: [Holiday] = []
    ) throws(InterchangeError) -> FittedProphet {
        try decode(Array(text.utf8), countryHolidays: countryHolidays)
    }

    /// Reads a model from the bytes of its text in UTF-8.
    ///
    /// - Throws: ``InterchangeError`` as for a text.
    public static func decode(
        _ bytes: [UInt8], countryHolidays: [Holiday] = []
    ) throws(InterchangeError) -> FittedProphet {
        let model = JSONField(value: try JSONParser.parse(bytes), path: "model")
        return try ProphetJSONReader(model: model, countryHolidays: countryHolidays).fitted()
    }

    /// Writes a model.
    ///
    /// - Throws: ``InterchangeError/noHistory`` when the model was read without its history,
    ///   ``InterchangeError/columnNameTaken(_:)`` when Prophet could not read the table of the history, and
    ///   ``InterchangeError/notExpressible(_:)``.
    /// - Complexity: O(n) for n values in the history.
    public static func encode(_ fitted: FittedProphet) throws(InterchangeError) -> String {
        try ProphetJSONWriter(fitted: fitted).text()
    }
}
