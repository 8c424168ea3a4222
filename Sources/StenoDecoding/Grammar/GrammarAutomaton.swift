/// A grammar's words as a network with empty steps (Thompson 1968).
private struct WordNetwork {
    var words: [[(word: String, target: Int)]] = [[]]
    var empty: [[Int]] = [[]]

    mutating func addState() -> Int {
        words.append([])
        empty.append([])
        return words.count - 1
    }

    /// Adds what an expansion says behind a state; gives the state behind it.
    mutating func add(_ expansion: Grammar.Expansion, from state: Int, _ rules: [String: Grammar.Expansion])
        -> Int
    {
        switch expansion {
        case .word(let word):
            let end = addState()
            words[state].append((word, end))
            return end
        case .rule(let name):
            guard let rule = rules[name] else {
                preconditionFailure("rules are checked when a grammar is read")
            }
            return add(rule, from: state, rules)
        case .sequence(let parts):
            return parts.reduce(state) { place, part in add(part, from: place, rules) }
        case .either(let parts):
            let end = addState()
            for part in parts {
                let start = addState()
                empty[state].append(start)
                let last = add(part, from: start, rules)
                empty[last].append(end)
            }
            return end
        case .any(let part):
            let hub = addState()
            empty[state].append(hub)
            let last = add(part, from: hub, rules)
            empty[last].append(hub)
            return hub
        }
    }

    /// All states that can be reached without a word.
    func closure(_ states: Set<Int>) -> Set<Int> {
        var (reached, queue) = (states, Array(states))
        while let state = queue.popLast() {
            for target in empty[state] where reached.insert(target).inserted { queue.append(target) }
        }
        return reached
    }

    /// The words that may follow some states, sorted, and the states behind each.
    func steps(from states: Set<Int>) -> [(word: String, targets: Set<Int>)] {
        var targets: [String: Set<Int>] = [:]
        for state in states {
            for step in words[state] { targets[step.word, default: []].insert(step.target) }
        }
        return targets.sorted { $0.key < $1.key }.map { ($0.key, closure($0.value)) }
    }
}

extension LabelAutomaton {
    /// The automaton of a grammar's sentences, each state standing for a set of places in the grammar.
    ///
    /// - Parameter spell: The ways to write a word in labels, without separators.
    package convenience init(
        _ grammar: Grammar, spell: (String) throws(DecodingError) -> [[Int]]
    ) throws(DecodingError) {
        var network = WordNetwork()
        let end = network.add(.rule(grammar.start), from: 0, grammar.rules)
        var builder = Builder()
        var numbers: [Set<Int>: Int32] = [network.closure([0]): Self.root]
        var queue = [network.closure([0])]
        var accepting: Set<Int32> = []
        while let places = queue.popLast() {
            let state = numbers[places] ?? Self.root
            if places.contains(end) { accepting.insert(state) }
            for step in network.steps(from: places) {
                if numbers[step.targets] == nil {
                    numbers[step.targets] = builder.addState()
                    queue.append(step.targets)
                }
                for labels in try spell(step.word) {
                    builder.add(step.word, labels, from: state, to: numbers[step.targets] ?? Self.root)
                }
            }
        }
        self.init(builder, accepting: accepting)
    }
}
