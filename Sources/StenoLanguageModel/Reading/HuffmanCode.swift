/// A canonical prefix code given by the lengths of its words (RFC 1951, section 3.2.2).
struct HuffmanCode: Sendable {
    /// How many words there are of each length, up to 15 bits.
    let counts: [Int]
    /// The symbols, by the length of their words and then by value.
    let symbols: [Int]

    init(_ lengths: [UInt8]) throws(Inflater.Failure) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var room = 1
        for count in counts.dropFirst() {
            room = 2 * room - count
            guard room >= 0 else { throw .damaged("an impossible code") }
        }
        self.counts = counts
        symbols = (1...15).flatMap { length in lengths.indices.filter { Int(lengths[$0]) == length } }
    }

    private init(known lengths: [UInt8]) {
        counts = (0...15).map { length in length == 0 ? 0 : lengths.count { Int($0) == length } }
        symbols = (1...15).flatMap { length in lengths.indices.filter { Int(lengths[$0]) == length } }
    }

    static let fixedLengths = HuffmanCode(
        known: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
            + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8))
    static let fixedDistances = HuffmanCode(known: [UInt8](repeating: 5, count: 30))
}

/// Packed bytes read bit by bit, the lowest first.
struct BitInput: Sendable {
    private var bytes: [UInt8] = []
    private var position = 0

    mutating func append(_ more: [UInt8]) {
        bytes.removeFirst(position / 8)
        position %= 8
        bytes.append(contentsOf: more)
    }

    var isEmpty: Bool { position + 7 >= 8 * bytes.count }

    mutating func bits(_ count: Int) throws(Inflater.Failure) -> Int {
        guard position + count <= 8 * bytes.count else { throw .cutOff }
        var value = 0
        for bit in 0..<count { value |= nextBit() << bit }
        return value
    }

    mutating func alignToByte() {
        position = (position + 7) & ~7
    }

    /// The next symbol of a code: words of one length are consecutive numbers.
    mutating func symbol(_ code: HuffmanCode) throws(Inflater.Failure) -> Int {
        var (word, first, index) = (0, 0, 0)
        for length in 1...15 {
            guard position < 8 * bytes.count else { throw .cutOff }
            word |= nextBit()
            let count = code.counts[length]
            if word - first < count { return code.symbols[index + word - first] }
            index += count
            first = (first + count) << 1
            word <<= 1
        }
        throw .damaged("an unknown code word")
    }

    private mutating func nextBit() -> Int {
        defer { position += 1 }
        return Int(bytes[position >> 3] >> UInt8(position & 7)) & 1
    }
}

/// The checksum of gzip (RFC 1952, section 8).
struct CRC32: Sendable {
    private var register: UInt32 = 0xffff_ffff

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
    }

    mutating func add(_ byte: UInt8) {
        register = Self.table[Int((register ^ UInt32(byte)) & 0xff)] ^ register >> 8
    }

    var value: UInt32 { ~register }
}
