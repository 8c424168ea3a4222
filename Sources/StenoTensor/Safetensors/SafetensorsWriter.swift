public import FoundationEssentials
import Glibc
import StenoJSON

/// Collects tensors and writes them as one safetensors file, whole or not at all.
public struct SafetensorsWriter {
    private enum Contents {
        case floats(Tensor)
        case int8([Int8])

        var byteCount: Int {
            switch self {
            case .floats(let tensor): tensor.shape.count * 4
            case .int8(let elements): elements.count
            }
        }
    }

    /// Free-form text kept with the tensors.
    public var metadata: [String: String]
    private var tensors: [(name: String, type: ElementType, extents: [Int], contents: Contents)] = []

    /// An empty file; `format: pt` is what the Hugging Face libraries expect to find.
    public init(metadata: [String: String] = ["format": "pt"]) {
        self.metadata = metadata
    }

    /// Adds a tensor of floats.
    public mutating func add(_ tensor: Tensor, named name: String) {
        append(name, .float32, tensor.shape.array, .floats(tensor.detached))
    }

    /// Adds a tensor of 8-bit integers in row-major order.
    public mutating func add(int8 elements: [Int8], shape: Shape, named name: String) {
        precondition(elements.count == shape.count, "\(elements.count) elements for shape \(shape)")
        append(name, .int8, shape.array, .int8(elements))
    }

    private mutating func append(_ name: String, _ type: ElementType, _ extents: [Int], _ contents: Contents)
    {
        precondition(!tensors.contains { $0.name == name }, "two tensors named \(name) in one file")
        tensors.append((name, type, extents, contents))
    }

    /// Writes the file under another name in the same folder, then renames it: whoever opens `url` finds the old file
    /// or the whole new one, even after a crash.
    public func write(to url: URL) throws(SafetensorsError) {
        let draft = url.deletingLastPathComponent().appending(
            path: ".\(url.lastPathComponent).\(getpid()).partial")
        do {
            try writeContents(to: draft)
        } catch {
            unlink(draft.path)
            throw .unusable(file: url, reason: error.reason)
        }
        guard rename(draft.path, url.path) == 0 else {
            let reason = systemReason()
            unlink(draft.path)
            throw .unusable(file: url, reason: reason)
        }
    }

    private func writeContents(to draft: URL) throws(SafetensorsFault) {
        guard let file = fopen(draft.path, "wb") else { throw SafetensorsFault(systemReason()) }
        defer { fclose(file) }
        // Wide elements first, so that every tensor starts at a multiple of its element's size.
        let ordered = tensors.filter { $0.type != .int8 } + tensors.filter { $0.type == .int8 }
        try write(header(of: ordered), to: file)
        for tensor in ordered {
            switch tensor.contents {
            case .floats(let tensor):
                try tensor.elements.bytes.withUnsafeBytes { bytes throws(SafetensorsFault) in
                    try write(bytes, to: file)
                }
            case .int8(let elements):
                try elements.span.bytes.withUnsafeBytes { bytes throws(SafetensorsFault) in
                    try write(bytes, to: file)
                }
            }
        }
        guard fflush(file) == 0, fsync(fileno(file)) == 0 else { throw SafetensorsFault(systemReason()) }
    }

    /// The length and the JSON, padded with spaces so that the data starts at a multiple of 64 bytes.
    private func header(
        of tensors: [(name: String, type: ElementType, extents: [Int], contents: Contents)]
    ) throws(SafetensorsFault) -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map {
                "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))"
            }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var start = 0
        for tensor in tensors {
            let end = start + tensor.contents.byteCount
            let extents = tensor.extents.map(\.description).joined(separator: ",")
            members.append(
                "\(JSONText.quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(extents)],"
                    + "\"data_offsets\":[\(start),\(end)]}")
            start = end
        }
        var json = Array("{\(members.joined(separator: ","))}".utf8)
        json += Array(repeating: UInt8(ascii: " "), count: (64 - (json.count + 8) % 64) % 64)
        let length = UInt64(json.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + json
    }

    private func write(_ bytes: [UInt8], to file: UnsafeMutablePointer<FILE>) throws(SafetensorsFault) {
        try bytes.span.bytes.withUnsafeBytes { bytes throws(SafetensorsFault) in try write(bytes, to: file) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to file: UnsafeMutablePointer<FILE>)
        throws(SafetensorsFault)
    {
        guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
            throw SafetensorsFault(systemReason())
        }
    }
}
