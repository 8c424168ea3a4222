import StenoLanguageModel

/// Everything beside the sound that has a say in which labels are likely: language model, lexicon or grammar, hot
/// words.
package struct SearchContext: Sendable {
    package let labels: LabelTable
    private let automaton: LabelAutomaton?
    private var hotWords: HotWordAutomaton?
    private let language: LanguageScorer?
    /// The language model's numbers of the automaton's words.
    private var numbers: [UInt32] = []
    /// For each of the automaton's states, the most a word could add that is being spelled there.
    private var outlook: [Float] = []

    package init(
        labels: LabelTable, automaton: LabelAutomaton? = nil, language: LanguageScorer? = nil,
        hotWords: HotWordAutomaton? = nil
    ) {
        self.labels = labels
        self.automaton = automaton
        self.language = language
        self.hotWords = hotWords
        guard let automaton else { return }
        guard let language else {
            outlook = [Float](repeating: 0, count: automaton.count)
            return
        }
        numbers = automaton.vocabulary.map { language.word(WordHash($0)) }
        outlook = automaton.best(of: numbers.map(language.unigramScore))
    }

    /// The same context with other hot words.
    func listening(for hotWords: HotWordAutomaton?) -> SearchContext {
        var context = self
        context.hotWords = hotWords
        return context
    }

    /// The same context with another language.
    func speaking(_ language: LanguageScorer?) -> SearchContext {
        SearchContext(labels: labels, automaton: automaton, language: language, hotWords: hotWords)
    }

    /// The state before the first label.
    package func start() -> ContextState { ContextState() }

    /// The memory in which the start is number 0.
    package func makeMemory() -> LanguageMemory {
        LanguageMemory(start: language?.start ?? LanguageModel.State())
    }

    /// The most that hot words can earn by one label.
    var mostEarned: Float { hotWords?.mostEarned ?? 0 }

    // MARK: Longer by one label

    /// Visits the labels that may follow a label sequence, with the score of the longer sequence.
    ///
    /// What it scores if the word ends has to be known: see ``complete(_:_:)``.
    @inline(__always)
    func forEachExtension(
        of state: ContextState, by tokens: TokenChoice,
        _ visit: (_ label: Int32, _ place: Int, _ score: Float) -> Void
    ) {
        guard let hotWords else { return forEachWordExtension(of: state, by: tokens, visit) }
        forEachWordExtension(of: state, by: tokens) { label, place, score in
            let step = hotWords.step(state.hotWords, Int(label), labels, inWord: state.inWord)
            visit(label, place, score + step.earned)
        }
    }

    /// The same without hot words.
    @inline(__always)
    private func forEachWordExtension(
        of state: ContextState, by tokens: TokenChoice,
        _ visit: (_ label: Int32, _ place: Int, _ score: Float) -> Void
    ) {
        guard let automaton else {
            for (place, label) in tokens.labels.enumerated() {
                let endsWord = state.inWord && labels.roles[Int(label)] != .inside
                if state.inWord || labels.roles[Int(label)] != .separator {
                    visit(label, place, endsWord ? state.ended : state.base)
                }
            }
            return
        }
        automaton.forEachArc(from: state.position, tokens) { label, place, target in
            if !state.inWord || labels.roles[Int(label)] == .inside {
                visit(label, place, state.base + outlook[Int(target)])
            }
        }
        guard state.inWord, state.ended > -.infinity else { return }
        if let separator = labels.separator, tokens.place[separator] >= 0 {
            visit(Int32(separator), Int(tokens.place[separator]), state.ended)
        }
        guard labels.hasStarts else { return }
        automaton.forEachArc(from: automaton.after[Int(state.position)], tokens) { label, place, target in
            if labels.roles[Int(label)] == .start { visit(label, place, state.ended + outlook[Int(target)]) }
        }
    }

    private func position(
        after state: ContextState, adding label: Int, _ automaton: LabelAutomaton
    ) -> Int32? {
        var position = state.position
        if state.inWord && labels.roles[label] == .start {
            guard automaton.after[Int(position)] >= 0 else { return nil }
            position = automaton.after[Int(position)]
        }
        return automaton.next(position, Int32(label))
    }

    /// The state of a label sequence made longer by one label that may follow.
    package func state(
        after state: ContextState, adding label: Int, _ memory: inout LanguageMemory
    ) -> ContextState {
        var next = endsWord(label, after: state) ? whole(state) : state
        if let hotWords {
            let step = hotWords.step(state.hotWords, label, labels, inWord: state.inWord)
            next.hotWords = step.next
            next.base += step.earned
        }
        if labels.roles[label] == .separator {
            next.ended = next.base
            next.score = next.base
            return next
        }
        if let automaton {
            next.position = position(after: state, adding: label, automaton) ?? state.position
        }
        if !next.inWord { next.hash = WordHash() }
        next.hash.append(labels.bytes[label])
        next.inWord = true
        judge(&next, &memory)
        return next
    }

    private func endsWord(_ label: Int, after state: ContextState) -> Bool {
        state.inWord && labels.roles[label] != .inside
    }

    /// A state whose word has ended, once it is known what that earns.
    private func whole(_ state: ContextState) -> ContextState {
        var next = state
        if state.ended > -.infinity {
            next.base = state.ended
            next.memory = state.endedMemory
        }
        next.inWord = false
        if let automaton { next.position = max(automaton.after[Int(state.position)], LabelAutomaton.root) }
        return next
    }

    /// Ranks a state in a word: by what the word earns if it ends here, or by the outlook on longer ones.
    private func judge(_ state: inout ContextState, _ memory: inout LanguageMemory) {
        state.ended = .nan
        guard let automaton else {
            state.score = state.base
            if language == nil { complete(&state, &memory) }
            return
        }
        complete(&state, &memory)
        var longer = -Float.infinity
        for target in automaton.targets(of: Int(state.position)) {
            longer = max(longer, outlook[Int(target)])
        }
        state.score = max(state.ended, state.base + longer)
    }

    // MARK: Ends

    /// Finds out what a state earns if its word ends.
    @inline(__always)
    func complete(_ state: inout ContextState, _ memory: inout LanguageMemory) {
        guard state.ended.isNaN else { return }
        var next = LanguageModel.State()
        (state.ended, state.word) = ended(state, memory, &next)
        if language != nil && state.ended > -.infinity { state.endedMemory = memory.append(next) }
    }

    /// The score behind the word that ends here, and which of the lexicon's words it is.
    private func ended(
        _ state: ContextState, _ memory: LanguageMemory, _ next: inout LanguageModel.State
    ) -> (score: Float, word: Int32) {
        guard let automaton else {
            guard let language else { return (state.base, -1) }
            let number = language.word(state.hash)
            return (state.base + language.score(number, after: memory[state.memory], next: &next), -1)
        }
        var best = (score: -Float.infinity, word: Int32(-1))
        automaton.forEachWord(in: state.position) { word in
            var following = LanguageModel.State()
            let earned =
                language?.score(numbers[Int(word)], after: memory[state.memory], next: &following) ?? 0
            let score = state.base + earned
            guard score > best.score || (score == best.score && isHot(word, automaton)) else { return }
            best = (score, word)
            next = following
        }
        return best
    }

    /// Whether a word is one to listen for: it is written rather than others that sound alike and are as likely.
    private func isHot(_ word: Int32, _ automaton: LabelAutomaton) -> Bool {
        hotWords?.words.contains(automaton.vocabulary[Int(word)]) ?? false
    }

    /// The state when a word is over without a label having said so.
    func closed(_ state: ContextState, _ memory: inout LanguageMemory) -> ContextState {
        guard state.inWord else { return state }
        var complete = state
        self.complete(&complete, &memory)
        var next = whole(complete)
        if let hotWords {
            let step = hotWords.boundary(state.hotWords)
            next.hotWords = step.next
            next.base += step.earned
        }
        next.ended = next.base
        next.score = next.base
        return next
    }

    /// The state when a sentence is over and another begins; what has been earned stays.
    func restarted(_ state: ContextState, _ memory: inout LanguageMemory) -> ContextState {
        let over = closed(state, &memory)
        var next = start()
        next.base = over.base - (hotWords?.pending(over.hotWords) ?? 0)
        next.ended = next.base
        next.score = next.base
        return next
    }

    /// Whether the word that is being spelled, if there is one, may end as it is.
    func mayEnd(_ state: ContextState) -> Bool {
        !state.inWord || automaton.map { $0.endsWord(state.position) } ?? true
    }

    /// The words of the lexicon or grammar by number.
    var words: [String] { automaton?.vocabulary ?? [] }

    /// The score if the sentence ends; `nil` where lexicon or grammar do not allow that.
    func sentenceScore(_ state: ContextState, _ memory: LanguageMemory) -> Float? {
        var score = state.base
        var last = memory[state.memory]
        if state.inWord {
            score = state.ended
            if state.ended.isNaN {
                score = ended(state, memory, &last).score
            } else if state.ended > -.infinity {
                last = memory[state.endedMemory]
            }
        }
        guard score > -.infinity, automaton.map({ $0.mayEnd(state.position, inWord: state.inWord) }) ?? true
        else {
            return nil
        }
        if let language { score += language.endScore(after: last) }
        if let hotWords { score += hotWords.boundary(state.hotWords).ending }
        return score
    }
}

extension LabelAutomaton {
    fileprivate func mayEnd(_ state: Int32, inWord: Bool) -> Bool {
        inWord ? accepts[Int(state)] : sentenceEnds.contains(state)
    }
}
