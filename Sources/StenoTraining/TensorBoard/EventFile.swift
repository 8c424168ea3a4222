package import Foundation

/// A TensorBoard event file: scalars over steps, one TFRecord for each group.
///
/// A record is `length (UInt64) | masked CRC of it | event | masked CRC of the event`, an event a protocol buffer
/// `{1: wall time (double), 2: step (int64), 3: file version (string) | 5: summary}`, a summary `{1: {1: tag, 2: float}}…`
/// (tensorflow/core/util/event.proto, framework/summary.proto, lib/io/record_writer.cc).
package struct EventFile: Sendable {
    package let file: URL

    /// Begins a file in a folder; TensorBoard finds it by the `tfevents` in its name.
    ///
    /// - Parameter begun: When the run, or this part of it, began.
    package init(in folder: URL, begun: Date) throws(TrainingError) {
        file = folder.appending(path: "events.out.tfevents.\(Int(begun.timeIntervalSince1970)).steno")
        let version =
            ProtocolBuffer.double(1, begun.timeIntervalSince1970) + ProtocolBuffer.string(3, "brain.Event:2")
        try write(record(version), replacing: true)
    }

    /// Adds scalars of one step.
    package func append(_ scalars: [String: Double], step: Int, at time: Date) throws(TrainingError) {
        let values = scalars.sorted { $0.key < $1.key }.map { tag, value in
            ProtocolBuffer.message(1, ProtocolBuffer.string(1, tag) + ProtocolBuffer.float(2, Float(value)))
        }
        let event =
            ProtocolBuffer.double(1, time.timeIntervalSince1970) + ProtocolBuffer.integer(2, step)
            + ProtocolBuffer.message(5, values.flatMap { $0 })
        try write(record(event), replacing: false)
    }

    private func record(_ event: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt64(event.count))
        return length + littleEndian(maskedCRC32C(length)) + event + littleEndian(maskedCRC32C(event))
    }

    private func write(_ bytes: [UInt8], replacing: Bool) throws(TrainingError) {
        do {
            if replacing { try Data().write(to: file) }
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: bytes)
        } catch {
            throw .unwritable(file: file.path, reason: error.localizedDescription)
        }
    }
}

/// The four kinds of field that events are made of (protobuf.dev, "Encoding").
private enum ProtocolBuffer {
    static func integer(_ field: Int, _ value: Int) -> [UInt8] {
        variable(UInt64(field << 3)) + variable(UInt64(bitPattern: Int64(value)))
    }

    static func double(_ field: Int, _ value: Double) -> [UInt8] {
        variable(UInt64(field << 3 | 1)) + littleEndian(value.bitPattern)
    }

    static func float(_ field: Int, _ value: Float) -> [UInt8] {
        variable(UInt64(field << 3 | 5)) + littleEndian(value.bitPattern)
    }

    static func message(_ field: Int, _ bytes: [UInt8]) -> [UInt8] {
        variable(UInt64(field << 3 | 2)) + variable(UInt64(bytes.count)) + bytes
    }

    static func string(_ field: Int, _ text: String) -> [UInt8] {
        message(field, Array(text.utf8))
    }

    private static func variable(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

private func littleEndian<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    (0..<MemoryLayout<Number>.size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
