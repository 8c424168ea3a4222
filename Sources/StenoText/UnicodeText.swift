import Foundation

extension String {
    /// The text in Unicode's composed form (NFC), in which equal texts have equal scalars. ASCII is composed already.
    var composed: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }

    /// The words between white space.
    var words: [Substring.UnicodeScalarView] {
        unicodeScalars.split(whereSeparator: \.isSpace)
    }
}

extension Unicode.Scalar {
    /// Whether it is white space, of which ASCII's is told without a look into Unicode's tables.
    var isSpace: Bool {
        value < 0x80 ? self == " " || ("\t"..."\r").contains(self) : properties.isWhitespace
    }
}
