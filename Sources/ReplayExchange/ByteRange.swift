/// The header `Range` of a request for one part of a file.
enum ByteRange: Hashable, Sendable {
    /// From an offset to the end, or to an inclusive last offset.
    case from(Int, last: Int?)
    /// So many bytes at the end.
    case suffix(Int)

    /// Reads a header; nil for several parts and for what is no range of bytes, which is to be overlooked.
    init?(header: String) {
        let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let ends = parts[1].split(separator: "-", omittingEmptySubsequences: false).map {
            String($0.filter { $0 != " " })
        }
        guard ends.count == 2,
            ends.allSatisfy({ $0.utf8.count < 19 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, nil): self = .from(first, last: nil)
        case (let first?, let last?) where last >= first: self = .from(first, last: last)
        case (nil, let count?): self = .suffix(count)
        default: return nil
        }
    }

    /// The offsets in a file of a size; nil if there is nothing there.
    func offsets(in size: Int) -> Range<Int>? {
        let range: Range<Int>
        switch self {
        case .from(let first, let last):
            guard first < size else { return nil }
            range = first..<min(size, (last ?? size - 1) + 1)
        case .suffix(let count):
            range = max(0, size - count)..<size
        }
        return range.isEmpty ? nil : range
    }
}
