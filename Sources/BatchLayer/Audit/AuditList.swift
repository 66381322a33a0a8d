/// The first of many things, and how many there are: what is listed fits into memory whatever is found.
public struct AuditList<Element: Hashable & Sendable>: Hashable, Sendable {
    /// The first ones.
    public private(set) var items: [Element] = []
    /// The number of all.
    public private(set) var count = 0
    /// The most that are kept.
    public let limit: Int

    /// An empty list.
    public init(limit: Int = 1000) {
        self.limit = limit
    }

    /// Adds an element, or only counts it where the list is full.
    public mutating func add(_ element: Element) {
        count += 1
        if items.count < limit { items.append(element) }
    }

    /// Adds what another list has.
    public mutating func add(_ other: AuditList<Element>) {
        items += other.items.prefix(limit - items.count)
        count += other.count
    }
}
