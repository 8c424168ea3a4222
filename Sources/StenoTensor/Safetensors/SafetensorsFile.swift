public import FoundationEssentials
import Glibc

/// Reads tensors from a safetensors file, one at a time, each straight into its memory.
///
/// Opening reads and checks the whole header: names, element types, shapes, and that the tensors fill the file without
/// gap, overlap or missing end.
public struct SafetensorsFile: ~Copyable {
    private let url: URL
    private let descriptor: Int32
    private let header: SafetensorsHeader
    private let dataStart: Int

    /// Opens a file and checks its header.
    public init(at url: URL) throws(SafetensorsError) {
        self.url = url
        let descriptor = unsafe open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unusable(file: url, reason: systemReason()) }
        do {
            (header, dataStart) = try Self.readHeader(descriptor, url)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The names of all tensors, sorted.
    public var names: [String] { header.entries.keys.sorted() }

    /// Free-form text kept with the tensors.
    public var metadata: [String: String] { header.metadata }

    /// The element type and extents of a tensor; `nil` when there is none of this name.
    public func layout(of name: String) -> (type: ElementType, extents: [Int])? {
        header.entries[name].map { ($0.dtype, $0.shape) }
    }

    /// Reads a tensor of floats of at most four axes; half precision is widened.
    public func tensor(named name: String) throws(SafetensorsError) -> Tensor {
        let entry = try entry(named: name)
        guard entry.shape.count <= 4 else {
            throw .malformed(
                file: url,
                reason: "tensor \(name) has \(entry.shape.count) axes, more than the four known here")
        }
        let shape = Shape(entry.shape)
        switch entry.dtype {
        case .float32:
            var tensor = Tensor(uninitialized: shape)
            try read(entry, into: UnsafeMutableRawPointer(tensor.withPointer { pointer, _ in pointer }))
            return tensor
        case .bfloat16:
            return Tensor(
                try elements(of: entry, as: UInt16.self) { Float(bitPattern: UInt32($0) << 16) }, shape: shape
            )
        case .float16:
            return Tensor(try elements(of: entry, as: Float16.self) { Float($0) }, shape: shape)
        default:
            throw .elementType(name: name, found: entry.dtype.rawValue, file: url)
        }
    }

    /// Reads a tensor of 8-bit integers in row-major order.
    public func int8Elements(named name: String) throws(SafetensorsError) -> [Int8] {
        let entry = try entry(named: name)
        guard entry.dtype == .int8 else {
            throw .elementType(name: name, found: entry.dtype.rawValue, file: url)
        }
        return try elements(of: entry, as: Int8.self) { $0 }
    }

    private func entry(named name: String) throws(SafetensorsError) -> SafetensorsHeader.Entry {
        guard let entry = header.entries[name] else { throw .missing(name: name, file: url) }
        return entry
    }

    private func elements<Stored: BitwiseCopyable, Element>(
        of entry: SafetensorsHeader.Entry, as type: Stored.Type, _ convert: (Stored) -> Element
    ) throws(SafetensorsError) -> [Element] {
        let count = (entry.byteCount ?? 0) / MemoryLayout<Stored>.stride
        let stored = UnsafeMutableBufferPointer<Stored>.allocate(capacity: count)
        defer { stored.deallocate() }
        if let base = stored.baseAddress { try read(entry, into: UnsafeMutableRawPointer(base)) }
        return stored.map(convert)
    }

    private func read(
        _ entry: SafetensorsHeader.Entry, into memory: UnsafeMutableRawPointer
    ) throws(SafetensorsError) {
        let bytes = entry.byteCount ?? 0
        try Self.read(descriptor, url, from: dataStart + entry.dataOffsets[0], bytes: bytes, into: memory)
    }
}

extension SafetensorsFile {
    private static func readHeader(
        _ descriptor: Int32, _ url: URL
    ) throws(SafetensorsError) -> (SafetensorsHeader, dataStart: Int) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unusable(file: url, reason: systemReason()) }
        let fileBytes = Int(status.st_size)
        guard fileBytes >= 8 else {
            throw .malformed(
                file: url, reason: "it has \(fileBytes) bytes, fewer than the 8 of the header's length")
        }
        var length: UInt64 = 0
        try read(descriptor, url, from: 0, bytes: 8, into: &length)
        length = UInt64(littleEndian: length)
        guard length <= min(UInt64(fileBytes - 8), UInt64(SafetensorsHeader.longest)) else {
            throw .malformed(
                file: url, reason: "it declares a header of \(length) bytes and has \(fileBytes) in all")
        }
        let headerBytes = Int(length)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(headerBytes, 1), alignment: 1)
        defer { memory.deallocate() }
        try read(descriptor, url, from: 8, bytes: headerBytes, into: memory)
        do {
            let json = Data(bytes: memory, count: headerBytes)
            return (
                try SafetensorsHeader(json: json, dataBytes: fileBytes - 8 - headerBytes), 8 + headerBytes
            )
        } catch {
            throw .malformed(file: url, reason: error.reason)
        }
    }

    private static func read(
        _ descriptor: Int32, _ url: URL, from start: Int, bytes: Int, into memory: UnsafeMutableRawPointer
    ) throws(SafetensorsError) {
        var done = 0
        while done < bytes {
            let count = pread(descriptor, memory + done, bytes - done, off_t(start + done))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .unusable(file: url, reason: systemReason()) }
            guard count > 0 else { throw .malformed(file: url, reason: "it ended while it was read") }
            done += count
        }
    }
}

/// What the system says about the last failed call.
func systemReason() -> String {
    String(cString: strerror(errno))
}
