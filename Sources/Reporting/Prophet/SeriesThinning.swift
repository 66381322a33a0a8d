/// Which values of a long series are drawn, so that a drawing stays small and no extreme is lost.
///
/// The series is cut into stretches of equally many values; of each the lowest and the highest are kept, in
/// their order. Whoever looks sees the same outline as of all values.
enum SeriesThinning {
    /// The most values drawn of one series on a wide chart.
    static let wideLimit = 4000
    /// The most values drawn of one series on a narrow chart.
    static let narrowLimit = 1200

    /// The values to draw.
    ///
    /// - Parameters:
    ///   - values: The values in order; those that are not finite are left out.
    ///   - limit: The most values wanted, at least 4.
    /// - Returns: Ascending indices, all finite ones if there are no more than the limit; the first and the
    ///   last finite value are among them.
    /// - Complexity: O(n).
    static func indices(of values: [Double], limit: Int) -> [Int] {
        precondition(limit >= 4, "the limit must be at least 4, was \(limit)")
        let finite = values.indices.filter { values[$0].isFinite }
        guard finite.count > limit, let first = finite.first, let last = finite.last else { return finite }
        let stretches = (limit - 2) / 2
        var result = [first]
        for stretch in 0..<stretches {
            let range = (finite.count * stretch / stretches)..<(finite.count * (stretch + 1) / stretches)
            let members = finite[range]
            guard let low = members.min(by: { values[$0] < values[$1] }),
                let high = members.max(by: { values[$0] < values[$1] })
            else { continue }
            for index in [min(low, high), max(low, high)] where index > result[result.count - 1] {
                result.append(index)
            }
        }
        if last > result[result.count - 1] { result.append(last) }
        return result
    }
}
