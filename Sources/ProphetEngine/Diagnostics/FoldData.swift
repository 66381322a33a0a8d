/// What the fold of a split is fitted to and what it forecasts.
struct FoldData: Sendable {
    let split: ValidationDesign.Split
    let training: ProphetHistory
    /// The rows of the horizon without their values.
    let test: ProphetFrame
    /// What happened in the rows of the horizon.
    let y: [Double]

    init(_ split: ValidationDesign.Split, of rows: ProphetHistory) {
        self.split = split
        training = rows.rows(0..<split.trainingRows)
        test = rows.frame.rows(split.testRows)
        y = Array(rows.y[split.testRows])
    }

    /// The options of a model with the explicit changepoints that the fold can have.
    func options(_ options: ProphetOptions, _ mode: CrossValidationOptions.Mode) -> ProphetOptions {
        guard let changepoints = options.changepoints, let last = training.ds.last else { return options }
        var result = options
        result.changepoints = changepoints.filter { mode == .prophet ? $0 < last : $0 <= last }
        return result
    }
}
