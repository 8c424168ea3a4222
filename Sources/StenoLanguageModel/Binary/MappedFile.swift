import FoundationEssentials
import Glibc

/// A file's bytes, mapped into memory to be read and never written.
///
/// `@unchecked Sendable`: the bytes do not change. Every read is checked against the file's size.
@safe final class MappedFile: @unchecked Sendable {
    private let base: UnsafeRawPointer
    let count: Int

    /// - Throws: `LanguageModelError.unreadable`.
    init(_ url: URL) throws(LanguageModelError) {
        let descriptor = unsafe open(url.path, O_RDONLY)
        guard descriptor >= 0 else { throw .unreadable(file: url.path, reason: systemErrorText()) }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 0 else {
            throw .unreadable(file: url.path, reason: size == 0 ? "it is empty" : systemErrorText())
        }
        let mapped = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw .unreadable(file: url.path, reason: systemErrorText())
        }
        unsafe base = UnsafeRawPointer(mapped)
        count = size
    }

    deinit {
        unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    }

    /// Eight bytes as a little-endian number.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count - 8, "a read outside the file")
        return unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Four bytes as a little-endian number.
    @inline(__always)
    func half(at offset: Int) -> UInt32 {
        precondition(offset >= 0 && offset <= count - 4, "a read outside the file")
        return unsafe UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Up to 32 bits from a bit position on.
    @inline(__always)
    func bits(at position: Int, width: Int) -> UInt64 {
        word(at: position >> 3) >> UInt64(position & 7) & (1 << UInt64(width) - 1)
    }

    func bytes(_ range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "a read outside the file")
        return unsafe Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}
