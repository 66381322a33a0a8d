import NIOCore

extension StreamMessage {
    /// Reads one message from a buffer.
    ///
    /// - Throws: ``StreamMessageError``.
    static func parse(_ buffer: ByteBuffer) throws(StreamMessageError) -> [StreamMessage] {
        let result = buffer.withUnsafeReadableBytes { raw -> Result<[StreamMessage], StreamMessageError> in
            raw.withMemoryRebound(to: UInt8.self) { bytes in
                Result { () throws(StreamMessageError) in try parse(bytes) }
            }
        }
        return try result.get()
    }
}
