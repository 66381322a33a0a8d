import NIOCore

/// An event and its bytes, which are made once for all who receive it in the same form.
final class EncodedEvent {
    let event: StreamEvent
    private var buffers: [Form: ByteBuffer] = [:]

    private struct Form: Hashable {
        let isCombined: Bool
        let unit: TimeUnit
    }

    init(_ event: StreamEvent) {
        self.event = event
    }

    /// The bytes of the event in a form.
    func buffer(isCombined: Bool, unit: TimeUnit) -> ByteBuffer {
        let form = Form(isCombined: isCombined, unit: unit)
        if let buffer = buffers[form] { return buffer }
        let buffer = ByteBuffer(bytes: event.json(isCombined: isCombined, unit: unit))
        buffers[form] = buffer
        return buffer
    }
}
