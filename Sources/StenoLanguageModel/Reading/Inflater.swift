/// Unpacks gzip (RFC 1952) with DEFLATE (RFC 1951) inside, piece by piece.
///
/// It keeps packed bytes until a whole block's step can be decoded: a step that runs out of input is undone and
/// tried again when more has come.
struct Inflater: Sendable {
    /// What is wrong with packed data.
    enum Failure: Error, CustomStringConvertible {
        case cutOff
        case damaged(String)

        var description: String {
            switch self {
            case .cutOff: "its packed data ends too early"
            case .damaged(let what): "its packed data is damaged (\(what))"
            }
        }
    }

    private enum Stage {
        case member, block, stored(Int)
        case coded(lengths: HuffmanCode, distances: HuffmanCode)
        case trailer
    }

    private var input = BitInput()
    private var stage = Stage.member
    private var isLastBlock = false
    private var checksum = CRC32()
    private var size: UInt32 = 0
    private var members = 0
    /// The last 32 KiB written, to copy from, and what is new behind them.
    private var output: [UInt8] = []
    private var fresh = 0

    /// Takes packed bytes and gives what they unpack to.
    mutating func inflate(_ packed: [UInt8], isLast: Bool) throws(Failure) -> [UInt8] {
        input.append(packed)
        while try step() {}
        if isLast, !(members > 0 && isBetweenMembers && input.isEmpty) { throw .cutOff }
        let result = Array(output[fresh...])
        output.removeFirst(max(0, output.count - 32_768))
        fresh = output.count
        return result
    }

    private var isBetweenMembers: Bool {
        if case .member = stage { true } else { false }
    }

    /// Does the next step, unless input is lacking for it.
    private mutating func step() throws(Failure) -> Bool {
        let mark = input
        do {
            switch stage {
            case .member:
                if members > 0 && input.isEmpty { return false }
                try readMember()
            case .block: try readBlock()
            case .stored(let count): try copyStored(count)
            case .coded(let lengths, let distances): try decode(lengths, distances)
            case .trailer: try readTrailer()
            }
            return true
        } catch .cutOff {
            input = mark
            return false
        }
    }

    private mutating func readMember() throws(Failure) {
        guard try input.bits(16) == 0x8b1f, try input.bits(8) == 8 else { throw .damaged("no gzip header") }
        let flags = try input.bits(8)
        _ = try input.bits(24)
        _ = try input.bits(24)
        if flags & 4 != 0 { for _ in 0..<(try input.bits(16)) { _ = try input.bits(8) } }
        for flag in [8, 16] where flags & flag != 0 { while try input.bits(8) != 0 {} }
        if flags & 2 != 0 { _ = try input.bits(16) }
        (checksum, size, stage) = (CRC32(), 0, .block)
    }

    private mutating func readBlock() throws(Failure) {
        isLastBlock = try input.bits(1) == 1
        switch try input.bits(2) {
        case 0:
            input.alignToByte()
            let (count, inverse) = (try input.bits(16), try input.bits(16))
            guard count == ~inverse & 0xffff else { throw .damaged("a stored block's length") }
            stage = .stored(count)
        case 1: stage = .coded(lengths: .fixedLengths, distances: .fixedDistances)
        case 2: stage = try readCodes()
        default: throw .damaged("a block's kind")
        }
    }

    private mutating func copyStored(_ count: Int) throws(Failure) {
        // Byte by byte, so that a block longer than the input at hand can be taken in parts.
        guard count > 0 else { return endBlock() }
        write(UInt8(try input.bits(8)))
        stage = .stored(count - 1)
    }

    private mutating func endBlock() {
        stage = isLastBlock ? .trailer : .block
    }

    private mutating func readCodes() throws(Failure) -> Stage {
        let (literals, distances) = (try input.bits(5) + 257, try input.bits(5) + 1)
        var codeLengths = [UInt8](repeating: 0, count: 19)
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        for symbol in order.prefix(try input.bits(4) + 4) { codeLengths[symbol] = UInt8(try input.bits(3)) }
        let code = try HuffmanCode(codeLengths)
        var lengths: [UInt8] = []
        while lengths.count < literals + distances {
            switch try input.symbol(code) {
            case let length where length < 16: lengths.append(UInt8(length))
            case 16:
                guard let last = lengths.last else { throw .damaged("a repeated code length") }
                lengths.append(contentsOf: repeatElement(last, count: try input.bits(2) + 3))
            case 17: lengths.append(contentsOf: repeatElement(0, count: try input.bits(3) + 3))
            default: lengths.append(contentsOf: repeatElement(0, count: try input.bits(7) + 11))
            }
        }
        guard lengths.count == literals + distances else { throw .damaged("too many code lengths") }
        return .coded(
            lengths: try HuffmanCode(Array(lengths[..<literals])),
            distances: try HuffmanCode(Array(lengths[literals...])))
    }

    /// Decodes symbols until the block ends or the input does.
    private mutating func decode(_ lengths: HuffmanCode, _ distances: HuffmanCode) throws(Failure) {
        while true {
            let mark = input
            do {
                let symbol = try input.symbol(lengths)
                if symbol == 256 { return endBlock() }
                if symbol < 256 {
                    write(UInt8(symbol))
                } else {
                    try copy(length: symbol - 257, distances)
                }
            } catch {
                input = mark
                throw error
            }
        }
    }

    private mutating func copy(length code: Int, _ distances: HuffmanCode) throws(Failure) {
        guard code < DeflateTables.lengths.count else { throw .damaged("a length") }
        let length = DeflateTables.lengths[code] + (try input.bits(DeflateTables.lengthBits[code]))
        let symbol = try input.symbol(distances)
        guard symbol < DeflateTables.distances.count else { throw .damaged("a distance") }
        let distance = DeflateTables.distances[symbol] + (try input.bits(DeflateTables.distanceBits[symbol]))
        guard distance <= output.count else { throw .damaged("a distance before the start") }
        for _ in 0..<length { write(output[output.count - distance]) }
    }

    private mutating func write(_ byte: UInt8) {
        output.append(byte)
        checksum.add(byte)
        size &+= 1
    }

    private mutating func readTrailer() throws(Failure) {
        input.alignToByte()
        let (low, high) = (try input.bits(16), try input.bits(16))
        let (sizeLow, sizeHigh) = (try input.bits(16), try input.bits(16))
        guard checksum.value == UInt32(high) << 16 | UInt32(low) else { throw .damaged("its checksum") }
        guard size == UInt32(sizeHigh) << 16 | UInt32(sizeLow) else { throw .damaged("its length") }
        members += 1
        stage = .member
    }
}

/// The base values and extra bits of DEFLATE's lengths and distances (RFC 1951, section 3.2.5).
private enum DeflateTables {
    static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
        195, 227,
        258,
    ]
    static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
        4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
}
