import StenoText

/// Follows hot words through what is being spelled, byte by byte, so that it does not matter how a phrase is cut into
/// labels (Aho & Corasick 1975, suffixes taken only from word starts).
///
/// While a phrase is being spelled its boost grows; a phrase that is not completed, or goes on as another word, gives
/// all of it back.
package struct HotWordAutomaton: Sendable {
    /// At the start of a word.
    static let root: Int32 = 0
    /// In a word that begins no phrase.
    private static let lost: Int32 = -1
    private static let space = UInt8(ascii: " ")

    private struct Node: Sendable {
        var children: [UInt8: Int32] = [:]
        /// The longest suffix, from a word start on, that begins a phrase, too.
        var suffix: Int32 = lost
        /// What has been earned on the way here and is not yet for good.
        var pending: Float = 0
        /// What a phrase that ends here earns for good; `nil` where none does.
        var reward: Float?
    }

    /// The words of all phrases.
    let words: Set<String>
    private var nodes = [Node()]
    /// A bound on what one label can earn: a phrase's reward, and the start of another phrase.
    private(set) var mostEarned: Float = 0

    /// The automaton of phrases in letters.
    package init(_ words: [HotWord]) {
        self.init(words.map { (word: $0, writings: [Array($0.text.utf8)]) })
    }

    /// - Parameter phrases: Each with the ways in which labels may write it, as the bytes that these add to words, a space
    ///   between words.
    private init(_ phrases: [(word: HotWord, writings: [[UInt8]])]) {
        words = Set(phrases.flatMap(\.word.words))
        for phrase in phrases {
            for bytes in phrase.writings { insert(phrase.word, written: bytes) }
        }
        findSuffixes()
        mostEarned = nodes.reduce(0) { max($0, $1.pending) } + nodes.reduce(0) { max($0, $1.reward ?? 0) }
    }

    private mutating func insert(_ word: HotWord, written bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let whole = Float(word.boost) * Float(word.text.unicodeScalars.count)
        var node = Self.root
        for (index, byte) in bytes.enumerated() {
            if let child = nodes[Int(node)].children[byte] {
                node = child
            } else {
                nodes.append(Node())
                nodes[Int(node)].children[byte] = Int32(nodes.count - 1)
                node = Int32(nodes.count - 1)
            }
            let part = whole * Float(index + 1) / Float(bytes.count)
            nodes[Int(node)].pending = max(nodes[Int(node)].pending, part)
        }
        nodes[Int(node)].reward = max(nodes[Int(node)].reward ?? 0, whole)
    }

    /// Links suffixes, nearest nodes first, and takes from longer phrases what shorter ones they begin with have
    /// earned for good.
    private mutating func findSuffixes() {
        var queue: [(node: Int32, granted: Float)] = [(Self.root, 0)]
        var place = 0
        while place < queue.count {
            let (node, granted) = queue[place]
            place += 1
            for (byte, child) in nodes[Int(node)].children.sorted(by: { $0.key < $1.key }) {
                nodes[Int(child)].suffix =
                    byte == Self.space ? boundarySuffix(node) : step(nodes[Int(node)].suffix, byte)
                nodes[Int(child)].pending -= granted
                let reward = nodes[Int(child)].reward
                if let reward { nodes[Int(child)].reward = reward - granted }
                queue.append((child, reward ?? granted))
            }
        }
    }

    /// Where a word start leaves the suffixes of a node.
    private func boundarySuffix(_ node: Int32) -> Int32 {
        var suffix = nodes[Int(node)].suffix
        while suffix > Self.root {
            if let next = nodes[Int(suffix)].children[Self.space] { return next }
            suffix = nodes[Int(suffix)].suffix
        }
        return Self.root
    }

    /// Where a byte inside a word leads.
    @inline(__always)
    private func step(_ state: Int32, _ byte: UInt8) -> Int32 {
        var node = state
        while node != Self.lost {
            if let next = nodes[Int(node)].children[byte] { return next }
            node = nodes[Int(node)].suffix
        }
        return Self.lost
    }

    // MARK: Steps

    /// What whole labels earn, from the start of a sentence to its end.
    package func earned(_ spelled: [Int], _ labels: LabelTable) -> Float {
        var (state, inWord, earned) = (Self.root, false, Float(0))
        for label in spelled {
            let step = step(state, label, labels, inWord: inWord)
            (state, earned) = (step.next, earned + step.earned)
            inWord = labels.roles[label] != .separator
        }
        return earned + boundary(state).ending
    }

    /// What is earned on the way and may have to be given back.
    @inline(__always)
    func pending(_ state: Int32) -> Float {
        state == Self.lost ? 0 : nodes[Int(state)].pending
    }

    /// What the end of a word leads to: what it earns on the way, and what it earns if nothing follows.
    @inline(__always)
    func boundary(_ state: Int32) -> (next: Int32, earned: Float, ending: Float) {
        guard state > Self.root else { return (Self.root, 0, 0) }
        let reward = reward(state)
        let next = nodes[Int(state)].children[Self.space] ?? boundarySuffix(state)
        let kept = reward - pending(state)
        return (next, kept + pending(next), kept)
    }

    /// What the longest phrase that ends here earns.
    private func reward(_ state: Int32) -> Float {
        var node = state
        while node > Self.root {
            if let reward = nodes[Int(node)].reward { return reward }
            node = nodes[Int(node)].suffix
        }
        return 0
    }

    /// Where a label leads and what it earns.
    @inline(__always)
    func step(_ state: Int32, _ label: Int, _ labels: LabelTable, inWord: Bool) -> (
        next: Int32, earned: Float
    ) {
        let role = labels.roles[label]
        if state == Self.lost && inWord && role == .inside { return (state, 0) }
        var (next, earned) = (state, Float(0))
        if inWord && role != .inside {
            let boundary = boundary(state)
            (next, earned) = (boundary.next, boundary.earned)
        }
        guard role != .separator else { return (next, earned) }
        let before = pending(next)
        for byte in labels.bytes[label] { next = step(next, byte) }
        return (next, earned + pending(next) - before)
    }
}

extension HotWordAutomaton {
    /// The automaton of some phrases, once it is sure that a model can write them; `nil` where there are none.
    ///
    /// - Throws: `DecodingError.unspeakable` or `.unpronounceable`.
    init?(_ hotWords: [HotWord], writtenBy speller: Speller) throws(DecodingError) {
        guard !hotWords.isEmpty else { return nil }
        var phrases: [(word: HotWord, writings: [[UInt8]])] = []
        for hotWord in hotWords { phrases.append((hotWord, try hotWord.writings(by: speller))) }
        self.init(phrases)
    }
}

extension HotWord {
    /// The phrase as labels write it: in letters, or in the phonemes of each combination of its words' pronunciations.
    fileprivate func writings(by speller: Speller) throws(DecodingError) -> [[UInt8]] {
        var phrases: [[UInt8]] = [[]]
        for (place, word) in words.enumerated() {
            let writings = try speller.spellings(of: word).map { labels in
                Array(labels.map { speller.tokenizer.piece($0).text }.joined().utf8)
            }
            phrases = phrases.flatMap { phrase in
                writings.map { phrase + (place > 0 ? [UInt8(ascii: " ")] : []) + $0 }
            }
        }
        return phrases
    }
}
