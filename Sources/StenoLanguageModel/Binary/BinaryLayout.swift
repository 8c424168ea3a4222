import FoundationEssentials

/// Where everything stands in a binary language model.
///
/// Little-endian throughout. The file is
/// 1. this header: 32 numbers of 8 bytes;
/// 2. the fingerprints of the words from number 1 on, 8 bytes each, ascending;
/// 3. the unigrams: probability, back-off weight (single precision) and where the bigrams begin that end in them
///    (4 bytes), with one more entry behind the last;
/// 4. with quantization, for each longer length the values of its probabilities and of its back-off weights;
/// 5. for each longer length its n-grams in the order of ``NGramTrie``, packed bit by bit: the first word, the
///    probability, and unless it is the longest length the back-off weight and where the longer n-grams begin;
/// 6. the words themselves in their order, separated by line feeds.
///
/// Probabilities and weights are natural logarithms.
struct BinaryLayout: Sendable {
    static let magic: UInt64 = 0x314d_4c6f_6e65_7453  // "StenoLM1"
    static let headerSize = 32 * 8
    static let unigramSize = 12

    /// How many n-grams there are of each length.
    let counts: [Int]
    /// Bits for a quantized value; `nil` where values are single-precision numbers.
    let quantization: Int?
    let textSize: Int

    private(set) var hashes = BinaryLayout.headerSize
    private(set) var unigrams = 0
    /// For each length from 2: where its values begin, if they are quantized.
    private(set) var tables: [Int] = []
    /// For each length from 2: where its n-grams begin.
    private(set) var levels: [Int] = []
    private(set) var text = 0
    private(set) var fileSize = 0

    init(counts: [Int], quantization: Int?, textSize: Int) {
        self.counts = counts
        self.quantization = quantization
        self.textSize = textSize
        unigrams = hashes + 8 * (counts[0] - 1)
        var place = unigrams + Self.unigramSize * (counts[0] + 1)
        for length in 2..<(counts.count + 1) {
            tables.append(place)
            place += tableSize * (length < counts.count ? 2 : 1)
        }
        for length in 2..<(counts.count + 1) {
            levels.append(place)
            let records = length < counts.count ? counts[length - 1] + 1 : counts[length - 1]
            place += (records * record(length: length).size + 7) / 8
        }
        text = place
        // Packed numbers are read eight bytes at a time.
        fileSize = place + textSize + 8
    }

    /// The bytes of one table of quantized values.
    var tableSize: Int { quantization.map { 4 << $0 } ?? 0 }

    /// How an n-gram is packed.
    struct Record: Sendable {
        let word: Int
        let value: Int
        /// Zero for the longest length.
        let children: Int

        var size: Int { word + value + (children > 0 ? value + children : 0) }
    }

    func record(length: Int) -> Record {
        Record(
            word: bitWidth(upTo: counts[0]), value: quantization ?? 32,
            children: length < counts.count ? bitWidth(upTo: counts[length]) : 0)
    }

    /// The header as it stands in the file.
    var header: [UInt64] {
        var numbers = [
            Self.magic, UInt64(fileSize), 0, UInt64(counts.count), UInt64(quantization ?? 0),
            UInt64(textSize),
        ]
        numbers += counts.map { UInt64($0) }
        numbers += [UInt64](repeating: 0, count: 32 - numbers.count)
        numbers[2] = Self.checksum(numbers)
        return numbers
    }

    /// A fingerprint of the header, its own place taken as zero.
    static func checksum(_ numbers: [UInt64]) -> UInt64 {
        var hash = WordHash()
        for (index, number) in numbers.enumerated() where index != 2 {
            hash.append((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
        }
        return hash.value
    }
}

extension BinaryLayout {
    /// Reads and checks a header.
    init(_ file: MappedFile, name: String) throws(LanguageModelError) {
        func bad(_ reason: String) -> LanguageModelError { .badBinary(file: name, reason: reason) }
        guard file.count >= Self.headerSize, file.word(at: 0) == Self.magic else {
            throw bad("it does not begin with \"StenoLM1\"")
        }
        let numbers = (0..<32).map { file.word(at: 8 * $0) }
        guard numbers[2] == Self.checksum(numbers) else { throw bad("its header is damaged") }
        guard numbers[1] == UInt64(file.count) else {
            throw bad("it has \(file.count) bytes where its header says \(numbers[1])")
        }
        let (order, bits) = (numbers[3], numbers[4])
        guard (1...UInt64(LanguageModel.State.capacity + 1)).contains(order), bits <= 16,
            numbers[5] < numbers[1]
        else { throw bad("its header makes no sense") }
        let counts = numbers[6..<(6 + Int(order))].map { Int(truncatingIfNeeded: $0) }
        guard counts.allSatisfy({ $0 > 0 && $0 <= file.count * 8 }) else {
            throw bad("its counts make no sense")
        }
        self.init(counts: counts, quantization: bits == 0 ? nil : Int(bits), textSize: Int(numbers[5]))
        guard fileSize == file.count else { throw bad("its parts do not fill it") }
    }
}
