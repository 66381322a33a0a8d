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
}
