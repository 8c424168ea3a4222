import FoundationEssentials

/// Goes through the lines of a file without holding it.
struct LineReader: ~Copyable {
    private var source: ByteSource
    private var buffer: [UInt8] = []
    private var position = 0
    private var isOver = false
    /// The number of the last line given, from 1.
    private(set) var number = 0

    init(_ url: URL) throws(LanguageModelError) {
        source = try ByteSource(url)
    }

    /// The next line without its line break; `nil` at the end.
    mutating func next() throws(LanguageModelError) -> ArraySlice<UInt8>? {
        var searched = position
        while true {
            if let end = lineEnd(from: searched) {
                defer { position = end + 1 }
                number += 1
                return line(position..<end)
            }
            searched = buffer.count - position
            guard !isOver else {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                number += 1
                return line(position..<buffer.count)
            }
            try refill()
        }
    }

    private func lineEnd(from start: Int) -> Int? {
        var place = start
        while place < buffer.count {
            if buffer[place] == 0x0a { return place }
            place += 1
        }
        return nil
    }

    private func line(_ range: Range<Int>) -> ArraySlice<UInt8> {
        let line = buffer[range]
        return line.last == 0x0d ? line.dropLast() : line
    }

    private mutating func refill() throws(LanguageModelError) {
        let bytes = try source.next()
        isOver = bytes.isEmpty
        buffer.removeFirst(position)
        position = 0
        buffer.append(contentsOf: bytes)
    }
}

extension ArraySlice<UInt8> {
    /// The stretches between spaces and tabs.
    var fields: [ArraySlice<UInt8>] {
        split { $0 == 0x20 || $0 == 0x09 }
    }

    /// The decimal number these bytes write, if they do: sign, digits, point, exponent.
    var decimal: Float? {
        var place = startIndex
        var sign = 1.0
        if place < endIndex, self[place] == 0x2d || self[place] == 0x2b {
            sign = self[place] == 0x2d ? -1 : 1
            place += 1
        }
        var (mantissa, scale, digits) = (0.0, 0, 0)
        while place < endIndex, let digit = Self.digit(self[place]) {
            (mantissa, digits, place) = (mantissa * 10 + digit, digits + 1, place + 1)
        }
        if place < endIndex, self[place] == 0x2e {
            place += 1
            while place < endIndex, let digit = Self.digit(self[place]) {
                (mantissa, digits, place, scale) = (mantissa * 10 + digit, digits + 1, place + 1, scale - 1)
            }
        }
        guard digits > 0 else { return nil }
        if place < endIndex, self[place] == 0x65 || self[place] == 0x45 {
            guard let exponent = Int(String(decoding: self[(place + 1)...], as: UTF8.self)) else {
                return nil
            }
            (scale, place) = (scale + exponent, endIndex)
        }
        guard place == endIndex, abs(scale) <= 300 else { return nil }
        return Float(sign * (scale < 0 ? mantissa / Self.power(-scale) : mantissa * Self.power(scale)))
    }

    private static func digit(_ byte: UInt8) -> Double? {
        byte >= 0x30 && byte <= 0x39 ? Double(byte - 0x30) : nil
    }

    private static func power(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * 10 }
    }
}
