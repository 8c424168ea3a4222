/// A 64-bit fingerprint of a word's UTF-8 bytes, taken piece by piece (FNV-1a, 64 bits).
///
/// Vocabularies are looked up by it, so a search can spell a word letter by letter and never hold its text.
package struct WordHash: Hashable, Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The fingerprint of nothing.
    package init() {}

    /// The fingerprint of a word.
    package init(_ word: String) {
        append(word.utf8)
    }

    /// Goes on with more bytes.
    @inline(__always)
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
}
