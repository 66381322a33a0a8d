public import ProphetEngine

/// A compact binary form of fitted models, exact to the last bit.
///
/// A default model of some years of daily rows takes less than a kilobyte without its history, with it some
/// nine bytes more for each row.
///
/// Layout of version 1:
///
/// | Bytes | Content |
/// | --- | --- |
/// | 4 | `CCPM` |
/// | 1 | The version |
/// | n | The model |
/// | 4 | CRC-32 of everything before, the lowest byte first |
///
/// The model is, in this order: the options; k, m, sigma, the rate changes and the coefficients; the draws, if
/// any; the report; the scale; the changepoints, and their scaled times only where they are not the times
/// scaled; the seasonalities; the regressors, with their models inside; the times of the history; the number of
/// its rows; and the history, if any. Numbers of things and whole numbers take one byte for each seven bits,
/// with the sign in the lowest bit where there can be one; doubles take a byte for the number of their
/// bytes that are not zeros at the end, and these; times take their first and runs of equal steps; texts and
/// lists follow their length; what may be absent follows a byte 0 or 1; choices are their position among the
/// cases.
public enum CompactModel {
    /// The version that is written, and the latest that is read.
    public static let version = 1

    static let magic: [UInt8] = Array("CCPM".utf8)

    /// Whether bytes begin as a compact model does.
    public static func isCompact(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

    /// How deep the models of regressors may lie inside each other.
    static let deepest = 4

    /// Writes a model.
    ///
    /// - Parameters:
    ///   - fitted: The model.
    ///   - includesHistory: Whether its history is written too, which only ``ProphetJSON``, forecasts of the
    ///     history itself and cross-validation need. The forecast of a regressor by its own model takes
    ///     missing values in the past from the history as well.
    /// - Returns: The bytes, in the layout of ``version``.
    /// - Throws: ``InterchangeError/tooMany(_:count:limit:)`` or ``InterchangeError/notExpressible(_:)``.
    /// - Complexity: O(n) for n times of the history, also when it is left out.
    public static func encode(
        _ fitted: FittedProphet, includesHistory: Bool = false
    ) throws(InterchangeError) -> [UInt8] {
        var writer = CompactWriter()
        writer.append(magic + [UInt8(version)])
        try writer.model(fitted, includesHistory: includesHistory, depth: 0)
        let checksum = Checksum.crc32(writer.bytes)
        return writer.bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
    }

    /// Reads a model.
    ///
    /// - Parameter bytes: Any bytes; nothing is taken for granted.
    /// - Returns: The model that was written; its forecasts are the same to the last bit.
    /// - Throws: ``InterchangeError/notCompact``, ``InterchangeError/newerVersion(found:supported:)``,
    ///   ``InterchangeError/damaged(_:)``, or another error when the content contradicts itself.
    /// - Complexity: O(n) for n bytes and times of the history.
    public static func decode(_ bytes: [UInt8]) throws(InterchangeError) -> FittedProphet {
        guard bytes.starts(with: magic) else { throw .notCompact }
        guard bytes.count >= magic.count + 5 else { throw .damaged("it is cut off") }
        let found = Int(bytes[magic.count])
        guard found <= version else { throw .newerVersion(found: found, supported: version) }
        guard found > 0 else { throw .damaged("its version is 0") }
        let content = bytes.dropLast(4)
        let expected = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard Checksum.crc32(content) == expected else { throw .damaged("its checksum is wrong") }
        var reader = CompactReader(content.dropFirst(magic.count + 1))
        let fitted = try reader.model(depth: 0)
        guard reader.isAtEnd else { throw .damaged("bytes follow its end") }
        return fitted
    }
}
