import ArgumentParser
import ProphetEngine

/// Reads the parts of a model that one argument describes.
enum ComponentText {
    /// A seasonality: `name=monthly,period=30.5,order=5,mode=multiplicative,prior=1,condition=weekend`.
    static func seasonality(_ text: String) throws -> CustomSeasonality {
        let parts = try KeyedText(
            text, keys: ["name", "period", "order", "mode", "prior", "condition"], first: "name")
        guard let period = try parts.value("period", as: "a number of days", Double.init),
            let order = try parts.value("order", as: "a whole number", Int.init)
        else { throw ValidationError("a seasonality needs its period in days and its order.") }
        return CustomSeasonality(
            name: parts.text("name") ?? "", period: period, order: order,
            priorScale: try parts.value("prior", as: "a number", Double.init), mode: try parts.mode(),
            condition: parts.text("condition"))
    }

    /// A regressor: `promo,mode=multiplicative,prior=1,standardize=off`.
    static func regressor(_ text: String) throws -> Regressor {
        let parts = try KeyedText(text, keys: ["name", "mode", "prior", "standardize"], first: "name")
        let standardize = try parts.value("standardize", as: "auto, on or off") {
            text -> Regressor.Standardization? in
            switch text.lowercased() {
            case "true": .on
            case "false": .off
            case let name: Regressor.Standardization(rawValue: name)
            }
        }
        return Regressor(
            parts.text("name") ?? "", priorScale: try parts.value("prior", as: "a number", Double.init),
            standardize: standardize ?? .auto, mode: try parts.mode())
    }

    /// A seasonality as it is written on the command line.
    static func text(_ seasonality: CustomSeasonality) -> String {
        var text = "name=\(seasonality.name),period=\(seasonality.period),order=\(seasonality.order)"
        if let mode = seasonality.mode { text += ",mode=\(mode.rawValue)" }
        if let prior = seasonality.priorScale { text += ",prior=\(prior)" }
        if let condition = seasonality.condition { text += ",condition=\(condition)" }
        return text
    }

    /// A regressor as it is written on the command line.
    static func text(_ regressor: Regressor) -> String {
        var text = regressor.name
        if let mode = regressor.mode { text += ",mode=\(mode.rawValue)" }
        if let prior = regressor.priorScale { text += ",prior=\(prior)" }
        if regressor.standardize != .auto { text += ",standardize=\(regressor.standardize.rawValue)" }
        return text
    }
}
