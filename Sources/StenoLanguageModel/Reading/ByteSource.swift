import FoundationEssentials
import Glibc

/// A file read front to back in pieces; gzip is unpacked on the way.
struct ByteSource: ~Copyable {
    private let file: InputFile
    private var inflater: Inflater?
    private let name: String

    /// - Throws: `LanguageModelError.unreadable`.
    init(_ url: URL) throws(LanguageModelError) {
        let file = try InputFile(url.path)
        let start = try file.read(2)
        try file.rewind()
        self.file = file
        name = url.path
        inflater = start == [0x1f, 0x8b] ? Inflater() : nil
    }

    /// The next bytes; none at the end.
    ///
    /// - Throws: `LanguageModelError.unreadable` when the disk fails or packed data is damaged or cut off.
    mutating func next() throws(LanguageModelError) -> [UInt8] {
        guard inflater != nil else { return try file.read(1 << 20) }
        while true {
            let packed = try file.read(1 << 18)
            do {
                let bytes = try inflater?.inflate(packed, isLast: packed.isEmpty) ?? []
                if !bytes.isEmpty || packed.isEmpty { return bytes }
            } catch {
                throw .unreadable(file: name, reason: error.description)
            }
        }
    }
}

/// A file descriptor that is closed when it goes out of use.
private struct InputFile: ~Copyable {
    private let descriptor: Int32
    private let name: String

    init(_ name: String) throws(LanguageModelError) {
        self.name = name
        descriptor = unsafe open(name, O_RDONLY)
        guard descriptor >= 0 else { throw .unreadable(file: name, reason: systemErrorText()) }
    }

    deinit { close(descriptor) }

    func read(_ count: Int) throws(LanguageModelError) -> [UInt8] {
        var got = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, size in
            got = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
            size = max(got, 0)
        }
        guard got >= 0 else { throw .unreadable(file: name, reason: systemErrorText()) }
        return bytes
    }

    func rewind() throws(LanguageModelError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw .unreadable(file: name, reason: systemErrorText())
        }
    }
}

/// What the last failed system call had to say.
func systemErrorText() -> String {
    unsafe String(cString: strerror(errno))
}
