internal import CZlib

/// One inflation of deflate data that comes in pieces, through zlib.
///
/// A class, because zlib keeps the address of its state.
final class Inflater {
    /// What surrounds the deflate data, in zlib's numbers.
    enum Wrapper: Int32 {
        /// Nothing.
        case raw = -15
        /// The header and trailer of a gzip member, which zlib checks.
        case gzip = 31
    }

    /// What one step gave.
    struct Step {
        var block: [UInt8] = []
        var hasEnded = false
        /// What zlib finds wrong, in its words.
        var damage: String?
    }

    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether a full block was handed out, so that more may be waiting without any further input.
    private(set) var isPending = false

    init(_ wrapper: Wrapper) throws(ArchivingError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = inflateInit2_(
            stream, wrapper.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .noMemory }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins anew with the next deflate data.
    func reset() {
        inflateReset(stream)
        isPending = false
    }

    /// Unpacks what the input gives, at most one block.
    func step(_ input: inout PackedInput, blockSize: Int) -> Step {
        var step = Step()
        input.read { source in
            var code = Z_OK
            // zlib counts the input in 32 bits; what is beyond waits for the next step.
            let offered = min(source.count, Int(UInt32.max))
            step.block = [UInt8](unsafeUninitializedCapacity: blockSize) { target, count in
                // zlib's interface takes a mutable pointer but does not write through it.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.pointee.avail_in = UInt32(offered)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(blockSize)
                code = inflate(stream, Z_NO_FLUSH)
                count = blockSize - Int(stream.pointee.avail_out)
            }
            step.hasEnded = code == Z_STREAM_END
            // Z_BUF_ERROR only says that there was nothing to do.
            if code != Z_OK, code != Z_STREAM_END, code != Z_BUF_ERROR {
                step.damage = stream.pointee.msg.map { String(cString: $0) } ?? "zlib code \(code)"
            }
            return (offered - Int(stream.pointee.avail_in), ())
        }
        isPending = step.block.count == blockSize && !step.hasEnded
        return step
    }
}
