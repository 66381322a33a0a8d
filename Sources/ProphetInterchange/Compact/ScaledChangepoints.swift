import ProphetEngine

/// The scaled times that a fit gives changepoints.
enum ScaledChangepoints {
    /// The scaled times, one 0 if there are no changepoints.
    static func times(of changepoints: [Int64], _ scale: SeriesScale) -> [Double] {
        guard !changepoints.isEmpty else { return [0] }
        return changepoints.map { Double($0 &- scale.start) / Double(scale.tScale) }
    }
}
