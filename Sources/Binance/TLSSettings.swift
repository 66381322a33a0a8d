import NIOSSL

/// Builds the settings of encrypted connections.
enum TLSSettings {
    /// The system's trust, and the certificates of the configuration besides it.
    ///
    /// - Throws: ``BinanceError/invalidCertificates(reason:)``.
    static func make(trusting pem: String?) throws(BinanceError) -> TLSConfiguration {
        var settings = TLSConfiguration.makeClientConfiguration()
        guard let pem else { return settings }
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))
            settings.additionalTrustRoots = [.certificates(certificates)]
        } catch {
            throw .invalidCertificates(reason: "\(error)")
        }
        return settings
    }
}
