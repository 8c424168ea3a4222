/// Which label sequences are words, or sentences of a grammar: a deterministic automaton over labels.
///
/// Separators are not among its arcs: where a word may end, a separator or the first label of another word leads on
/// from `after`.
package final class LabelAutomaton: Sendable {
    /// The state before the first word.
    package static let root: Int32 = 0

    /// Where each state's arcs begin; one more than there are states.
    let arcs: [Int32]
    /// The arcs' labels, ascending within a state.
    let labels: [Int32]
    let targets: [Int32]
    /// Where the words that may end in each state begin among `ending`; one more than there are states. Words that
    /// sound alike end in one state.
    private let ends: [Int32]
    private let ending: [Int32]
    /// Where the next word begins after one that ends in each state; -1 where nothing may follow.
    let after: [Int32]
    /// Whether a sentence may end with a word that ends in each state.
    let accepts: [Bool]
    /// The states behind words after which a sentence may end.
    let sentenceEnds: Set<Int32>
    /// The words' texts.
    package let vocabulary: [String]

    /// - Parameter sentenceEnds: The states behind words after which a sentence may end.
    init(_ builder: Builder, accepting sentenceEnds: Set<Int32>) {
        let sorted = builder.children.sorted { ($0.key.state, $0.key.label) < ($1.key.state, $1.key.label) }
        var starts = [Int32](repeating: 0, count: builder.words.count + 1)
        for arc in sorted { starts[Int(arc.key.state) + 1] += 1 }
        for state in builder.words.indices { starts[state + 1] += starts[state] }
        arcs = starts
        labels = sorted.map(\.key.label)
        targets = sorted.map(\.value)
        ends = builder.words.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
        ending = Array(builder.words.joined())
        after = builder.after
        accepts = builder.after.map { sentenceEnds.contains($0) }
        self.sentenceEnds = sentenceEnds
        vocabulary = builder.vocabulary
    }

    package var count: Int { after.count }

    /// Visits the numbers of the words that may end in a state.
    @inline(__always)
    func forEachWord(in state: Int32, _ visit: (Int32) -> Void) {
        for place in Int(ends[Int(state)])..<Int(ends[Int(state) + 1]) { visit(ending[place]) }
    }

    /// Whether a word may end in a state.
    @inline(__always)
    func endsWord(_ state: Int32) -> Bool {
        ends[Int(state)] < ends[Int(state) + 1]
    }

    /// Where a label leads from a state.
    @inline(__always)
    package func next(_ state: Int32, _ label: Int32) -> Int32? {
        var (low, high) = (Int(arcs[Int(state)]), Int(arcs[Int(state) + 1]))
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if labels[middle] < label { low = middle + 1 } else { high = middle }
        }
        return low < end && labels[low] == label ? targets[low] : nil
    }

    /// Visits the arcs of a state whose labels are among those to be tried.
    @inline(__always)
    func forEachArc(
        from state: Int32, _ tokens: TokenChoice,
        _ visit: (_ label: Int32, _ place: Int, _ target: Int32) -> Void
    ) {
        let range = Int(arcs[Int(state)])..<Int(arcs[Int(state) + 1])
        if range.count <= 4 * tokens.labels.count {
            for arc in range {
                let place = tokens.place[Int(labels[arc])]
                if place >= 0 { visit(labels[arc], Int(place), targets[arc]) }
            }
        } else {
            for (place, label) in tokens.labels.enumerated() {
                if let target = next(state, label) { visit(label, place, target) }
            }
        }
    }

    /// The states a state leads to without ending a word.
    func targets(of state: Int) -> ArraySlice<Int32> {
        targets[Int(arcs[state])..<Int(arcs[state + 1])]
    }

    /// For each state the best of some scores among the words that end in it or in a state it leads to.
    ///
    /// - Parameter scores: By number of the word.
    func best(of scores: [Float]) -> [Float] {
        var best = [Float](repeating: -.infinity, count: count)
        for state in best.indices {
            forEachWord(in: Int32(state)) { best[state] = max(best[state], scores[Int($0)]) }
        }
        // States are numbered so that arcs lead to higher numbers.
        for state in best.indices.reversed() {
            for target in targets(of: state) { best[state] = max(best[state], best[Int(target)]) }
        }
        return best
    }
}

extension LabelAutomaton {
    /// The automaton of any sequence of words from a list.
    ///
    /// - Parameter spellings: Words and the labels they are written with; separators at their ends count for nothing.
    package convenience init(spellings: [(word: String, labels: [Int])], separator: Int?) {
        var builder = Builder()
        for (word, labels) in spellings {
            builder.add(word, labels.filter { $0 != separator }, from: Self.root, to: Self.root)
        }
        self.init(builder, accepting: [Self.root])
    }

    /// Collects words that lead from one place in a grammar to another.
    struct Builder {
        struct Arc: Hashable {
            let state: Int32
            let label: Int32
        }

        fileprivate(set) var children: [Arc: Int32] = [:]
        /// The words that end in each state.
        fileprivate(set) var words: [[Int32]] = [[]]
        fileprivate(set) var after: [Int32] = [-1]
        fileprivate(set) var vocabulary: [String] = []
        private var numbers: [String: Int32] = [:]

        /// Adds a state; arcs may lead to it only from states with lower numbers.
        mutating func addState() -> Int32 {
            words.append([])
            after.append(-1)
            return Int32(words.count - 1)
        }

        /// Adds a word between two states. Of several words that are written alike from one state but lead to different
        /// ones, those count that lead where the first does.
        mutating func add(_ word: String, _ labels: [Int], from start: Int32, to end: Int32) {
            guard !labels.isEmpty else { return }
            var state = start
            for label in labels {
                let arc = Arc(state: state, label: Int32(label))
                if let known = children[arc] {
                    state = known
                } else {
                    let new = addState()
                    children[arc] = new
                    state = new
                }
            }
            let number = number(of: word)
            if words[Int(state)].isEmpty { after[Int(state)] = end }
            guard after[Int(state)] == end, !words[Int(state)].contains(number) else { return }
            words[Int(state)].append(number)
        }

        private mutating func number(of word: String) -> Int32 {
            if let known = numbers[word] { return known }
            numbers[word] = Int32(vocabulary.count)
            vocabulary.append(word)
            return Int32(vocabulary.count - 1)
        }
    }
}
