import NIOCore
import NIOHTTP1

/// The edge of one HTTP connection: requests in, answers out, in order, for as long as the client keeps it open.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The name in the pipeline.
    static let name = "candlecast.http"
    private let core: ReplayCore
    private var head: HTTPRequestHead?

    init(_ core: ReplayCore) {
        self.core = core
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            respond(to: head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let conditions = RestRequest.Conditions(
            range: head.headers.first(name: "Range"), ifRange: head.headers.first(name: "If-Range"),
            ifNoneMatch: head.headers.first(name: "If-None-Match"),
            ifModifiedSince: head.headers.first(name: "If-Modified-Since"))
        let request = RestRequest(
            method: head.method.rawValue, uri: head.uri,
            timeUnit: head.headers.first(name: "X-MBX-TIME-UNIT"), conditions: conditions)
        AnswerWriter(context.channel, to: head).write(core.answer(request))
    }
}
