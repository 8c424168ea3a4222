/// How wide prefix beam search looks.
public struct BeamOptions: Hashable, Sendable {
    /// How many label sequences it holds on to.
    public var width: Int
    /// How far below the best a sequence may score, in natural logarithms.
    public var threshold: Double
    /// How far below a frame's likeliest label a label may be to be tried, in natural logarithms.
    public var labelThreshold: Double
    /// How many labels are tried in a frame at most.
    public var labelLimit: Int
    /// How paths that spell the same combine.
    public var pathRule: PathRule

    /// Options for prefix beam search.
    public init(
        width: Int = 16, threshold: Double = 18, labelThreshold: Double = 9, labelLimit: Int = 40,
        pathRule: PathRule = .sum
    ) {
        self.width = width
        self.threshold = threshold
        self.labelThreshold = labelThreshold
        self.labelLimit = labelLimit
        self.pathRule = pathRule
    }
}

/// Prefix beam search: the likeliest label sequences, whatever paths lead to them.
package struct BeamSearch: PrefixSearch {
    package let options: BeamOptions
    package let context: SearchContext
    package var tree: PrefixTree
    package var beam = Beam()
    package var leader: Int32 = PrefixTree.root
    package var bestMark = 0
    private var frame = 0
    private var compactAt = BeamSearch.smallTree
    // Kept between frames for their memory alone.
    private var tokens: TokenChoice
    private var candidates = Candidates()
    private var taken: [Bool] = []
    package var next = Beam()

    private static let smallTree = 8192
    /// How many frames' logarithms are added up before they are made small again, for precision's sake.
    private static let soundPeriod = 256

    package init(options: BeamOptions, context: SearchContext) {
        self.options = options
        self.context = context
        tree = PrefixTree(context: context.start(), memory: context.makeMemory())
        tokens = TokenChoice(vocabularySize: context.labels.count)
        beam.append(PrefixTree.root, blank: 0, label: -.infinity)
        tree[PrefixTree.root].slot = 0
    }

    private var rules: StepRules {
        StepRules(
            path: options.pathRule, width: options.width, threshold: Float(options.threshold),
            separator: context.labels.separator)
    }

    package mutating func advance(over emissions: Span<Float>) {
        let rules = self.rules
        tokens.choose(
            from: emissions, threshold: Float(options.labelThreshold), limit: options.labelLimit)
        candidates.removeAll()
        candidates.stay(beam, in: tree, hearing: emissions, rules: rules)
        candidates.merge(beam, in: tree, hearing: emissions, tokens: tokens, rules: rules, taken: &taken)
        completeWords()
        candidates.extend(
            beam, in: tree, hearing: emissions, tokens: tokens, context: context, rules: rules, taken: taken)
        take(candidates.pruned(rules: rules))
        frame += 1
        if frame.isMultiple(of: Self.soundPeriod) { normalizeSound() }
        if tree.count >= compactAt { compact(root: PrefixTree.root) }
    }

    /// Finds out what the beam's words earn if they end, where a label to be tried might end them.
    private mutating func completeWords() {
        guard tokens.labels.contains(where: { context.labels.roles[Int($0)] != .inside }) else { return }
        for node in beam.nodes { context.complete(&tree.nodes[Int(node)].context, &tree.memory) }
    }

    /// Makes the chosen candidates the beam.
    private mutating func take(_ chosen: [Int32]) {
        next.removeAll()
        for node in beam.nodes { tree[node].slot = -1 }
        var best: (rank: Float, node: Int32) = (-.infinity, leader)
        for candidate in chosen.lazy.map(Int.init) {
            let node = self.node(of: candidate)
            tree[node].slot = Int32(next.count)
            if candidates.label[candidate] >= candidates.blank[candidate] {
                tree[node].lastFrame = Int32(frame)
            }
            next.append(node, blank: candidates.blank[candidate], label: candidates.label[candidate])
            if candidates.rank[candidate] > best.rank { best = (candidates.rank[candidate], node) }
        }
        swap(&beam, &next)
        // A leader that sounds on has changed too: its last label is longer.
        if best.node != leader || tree[best.node].lastFrame == Int32(frame) { bestMark += 1 }
        leader = best.node
    }

    private mutating func node(of candidate: Int) -> Int32 {
        let parent = beam.nodes[Int(candidates.parent[candidate])]
        let label = candidates.added[candidate]
        guard label != Candidates.none else { return parent }
        if let known = tree.child(of: parent, label: label) {
            tree[known].firstFrame = Int32(frame)
            tree[known].lastFrame = Int32(frame)
            return known
        }
        let state = tree[parent].context
        let role = context.labels.roles[Int(label)]
        let next = context.state(after: state, adding: Int(label), &tree.memory)
        return tree.append(
            PrefixTree.Node(
                parent: parent, label: label, frame: frame,
                startsWord: role == .start || (role == .inside && !state.inWord),
                isSeparator: role == .separator, context: next))
    }

    /// Takes from all scores what the best sound has: only differences matter.
    private mutating func normalizeSound() {
        var highest = -Float.infinity
        for slot in 0..<beam.count { highest = max(highest, beam.blank[slot], beam.label[slot]) }
        for slot in 0..<beam.count {
            beam.blank[slot] -= highest
            beam.label[slot] -= highest
        }
    }

    /// Makes the scores of the sound and of everything else small again.
    mutating func normalize() {
        normalizeSound()
        let earned = tree[PrefixTree.root].context.base
        for place in tree.nodes.indices { tree.nodes[place].context.shift(by: -earned) }
    }

    mutating func compact(root: Int32) {
        var leaves = beam.nodes
        leaves.append(leader)
        tree = tree.compacted(keeping: &leaves, root: root)
        leader = leaves.removeLast()
        beam.nodes = leaves
        compactAt = max(Self.smallTree, 2 * tree.count)
    }
}
