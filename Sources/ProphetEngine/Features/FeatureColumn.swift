/// One column of the feature matrix.
public struct FeatureColumn: Hashable, Sendable {
    /// The name of the column: the component's, and its number within the component.
    public let name: String
    /// The component that the column belongs to; nil for the column of zeros of a model without components.
    public let component: String?
    /// The standard deviation of the normal prior of the column's coefficient.
    public let priorScale: Double
    /// How the column acts.
    public let mode: ComponentMode
    /// What kind of component the column belongs to.
    public let source: Source

    /// The kinds of components.
    public enum Source: Hashable, Sendable {
        /// A Fourier term of a seasonality.
        case seasonality
        /// A day of a holiday or of its window.
        case holiday
        /// An extra regressor.
        case regressor
        /// The column of zeros of a model without components.
        case none
    }

    /// Creates a column.
    package init(
        name: String, component: String?, priorScale: Double, mode: ComponentMode, source: Source
    ) {
        self.name = name
        self.component = component
        self.priorScale = priorScale
        self.mode = mode
        self.source = source
    }
}
