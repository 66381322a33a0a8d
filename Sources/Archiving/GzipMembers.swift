/// Reads gzip members, one after the other, and the zeros that may follow the last.
///
/// Source: RFC 1952; the zeros are what tape drives and some writers fill up with, and gzip itself accepts them.
final class GzipMembers {
    private enum Phase {
        case beforeMember
        case inMember
        case padding
    }

    private let inflater: Inflater
    private var phase = Phase.beforeMember
    private var hasMember = false

    init() throws(ArchivingError) {
        inflater = try Inflater(.gzip)
    }

    func next(_ input: inout PackedInput, blockSize: Int) throws(ArchivingError) -> [UInt8]? {
        while !input.isEmpty || inflater.isPending {
            switch phase {
            case .beforeMember: try begin(input)
            case .inMember:
                let step = inflater.step(&input, blockSize: blockSize)
                if let damage = step.damage {
                    throw .damaged("the gzip data is not valid (\(damage))", at: input.position)
                }
                if step.hasEnded {
                    phase = .beforeMember
                    hasMember = true
                }
                if !step.block.isEmpty { return step.block }
            case .padding:
                if let other = input.rest.firstIndex(where: { $0 != 0 }) {
                    let offset = input.position + other - input.rest.startIndex
                    throw .damaged("other bytes than zeros follow the end of the gzip data", at: offset)
                }
                input.skip(input.count)
            }
        }
        return nil
    }

    private func begin(_ input: PackedInput) throws(ArchivingError) {
        switch input.first {
        case 0 where hasMember: phase = .padding
        case 0x1F:
            inflater.reset()
            phase = .inMember
        default:
            throw .damaged(
                hasMember ? "other bytes follow the end of the gzip data" : "the data is not gzip",
                at: input.position)
        }
    }

    func finish(at position: Int) throws(ArchivingError) {
        guard hasMember, phase != .inMember else {
            throw .damaged("the gzip data is cut off", at: position)
        }
    }
}
