public import Candles

/// A forecast as it was made: its numbers, how well its models did before, and where all that comes from.
public struct ForecastRecord: Hashable, Sendable {
    /// The symbol that was forecast.
    public let symbol: Symbol
    /// The exchange's time when the forecast was made.
    public let madeAt: OpenTime
    /// The first day of the data that it rests on.
    public let firstDay: UTCDay
    /// The last day of the data that it rests on, its cutoff.
    public let lastDay: UTCDay
    /// The name and version of the program.
    public let program: String
    /// The seed of everything random in it.
    public let seed: UInt64
    /// The options, as a JSON object.
    public let options: String
    /// The forecast days of each model.
    public let rows: [Row]
    /// The scores of each model.
    public let scores: [Score]
    /// The forecasts of past days that the scores rest on.
    public let evaluation: [Evaluation]

    /// A forecast day of a model.
    public struct Row: Hashable, Sendable {
        /// The name of the model.
        public let model: String
        /// The day forecast.
        public let day: UTCDay
        /// The forecast.
        public let yhat: Double
        /// The lower end of its interval.
        public let lower: Double
        /// The upper end of its interval.
        public let upper: Double

        /// A forecast day.
        public init(model: String, day: UTCDay, yhat: Double, lower: Double, upper: Double) {
            self.model = model
            self.day = day
            self.yhat = yhat
            self.lower = lower
            self.upper = upper
        }
    }

    /// A score of a model.
    public struct Score: Hashable, Sendable {
        /// The name of the model.
        public let model: String
        /// The name of the metric.
        public let metric: String
        /// The horizon in days that is scored, or nil for all.
        public let horizon: Int?
        /// The score; NaN where it is not defined.
        public let value: Double

        /// A score.
        public init(model: String, metric: String, horizon: Int?, value: Double) {
            self.model = model
            self.metric = metric
            self.horizon = horizon
            self.value = value
        }
    }

    /// A forecast of a past day, and what came.
    public struct Evaluation: Hashable, Sendable {
        /// The name of the model.
        public let model: String
        /// The last day that the model knew.
        public let cutoff: UTCDay
        /// The day forecast.
        public let day: UTCDay
        /// What came.
        public let actual: Double
        /// The forecast.
        public let yhat: Double
        /// The lower end of its interval.
        public let lower: Double
        /// The upper end of its interval.
        public let upper: Double

        /// A forecast of a past day.
        public init(
            model: String, cutoff: UTCDay, day: UTCDay, actual: Double, yhat: Double, lower: Double,
            upper: Double
        ) {
            self.model = model
            self.cutoff = cutoff
            self.day = day
            self.actual = actual
            self.yhat = yhat
            self.lower = lower
            self.upper = upper
        }
    }

    /// A forecast of a symbol.
    public init(
        symbol: Symbol, madeAt: OpenTime, firstDay: UTCDay, lastDay: UTCDay, program: String, seed: UInt64,
        options: String, rows: [Row], scores: [Score] = [], evaluation: [Evaluation] = []
    ) {
        self.symbol = symbol
        self.madeAt = madeAt
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.program = program
        self.seed = seed
        self.options = options
        self.rows = rows
        self.scores = scores
        self.evaluation = evaluation
    }
}
