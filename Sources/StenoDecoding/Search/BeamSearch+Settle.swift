import Glibc

extension BeamSearch {
    package mutating func settle(_ word: PathWord, of path: [PathLabel]) -> Double {
        let nodes = self.nodes(of: path)
        let end = nodes[word.labels.upperBound - 1]
        let posterior = share { spells($0, wordEndingAt: end) }
        // Where the best hypothesis has heard a separator, all do from here on; where it has not, none needs to.
        let following = word.labels.upperBound < path.count ? nodes[word.labels.upperBound] : end
        let anchor = tree[following].isSeparator ? following : end
        keep(
            beam.nodes.map { node in
                tree.isReached(node, over: anchor) && (node == anchor || startsWord(node, below: anchor))
            })
        tree[end].context = context.closed(tree[end].context, &tree.memory)
        // The search may have met longer words that begin with this one; they must not be found again.
        tree.removeChildren(of: end) { !$0.startsWord && !$0.isSeparator }
        return posterior
    }

    package mutating func cut(_ path: [PathLabel], after count: Int, at frame: Int, ending: SearchEnding) {
        let root = count > 0 ? nodes(of: path)[count - 1] : PrefixTree.root
        keep(
            beam.nodes.map { node in
                tree.isReached(node, over: root)
                    && (node == root || follows(firstNode(towards: node, below: root), from: frame))
            })
        tree[root].context =
            ending == .sentence
            ? context.restarted(tree[root].context, &tree.memory)
            : context.closed(tree[root].context, &tree.memory)
        tree.removeChildren(of: root) { !$0.startsWord }
        var best = root
        var highest = -Float.infinity
        for slot in 0..<beam.count {
            let score = score(of: slot, ending: .open)
            if score > highest { (highest, best) = (score, beam.nodes[slot]) }
        }
        leader = best
        compact(root: root)
        normalize()
        bestMark += 1
    }
}

extension BeamSearch {
    private func nodes(of path: [PathLabel]) -> [Int32] {
        var nodes: [Int32] = []
        var place = PrefixTree.root
        for label in path {
            guard let child = tree.child(of: place, label: Int32(label.label)) else {
                preconditionFailure("a path that this search did not give")
            }
            nodes.append(child)
            place = child
        }
        return nodes
    }

    /// Whether a hypothesis has the word that ends at a node, and not a longer one.
    private func spells(_ node: Int32, wordEndingAt end: Int32) -> Bool {
        guard tree.isReached(node, over: end) else { return false }
        guard node != end else { return true }
        let next = tree[firstNode(towards: node, below: end)]
        return next.startsWord || next.isSeparator
    }

    private func startsWord(_ node: Int32, below ancestor: Int32) -> Bool {
        tree[firstNode(towards: node, below: ancestor)].startsWord
    }

    /// Whether a word starts at a node, and not before a frame.
    private func follows(_ node: Int32, from frame: Int) -> Bool {
        tree[node].startsWord && tree[node].firstFrame >= frame
    }

    /// The child of `ancestor` on the way to a node below it.
    private func firstNode(towards node: Int32, below ancestor: Int32) -> Int32 {
        var place = node
        while tree[place].parent != ancestor { place = tree[place].parent }
        return place
    }

    /// The posterior of the hypotheses that end in some nodes.
    private func share(of isIn: (Int32) -> Bool) -> Double {
        let scores = (0..<beam.count).map { Double(score(of: $0, ending: .open)) }
        guard let highest = scores.max() else { return 1 }
        var (part, whole) = (0.0, 0.0)
        for (slot, score) in scores.enumerated() {
            let weight = exp(score - highest)
            whole += weight
            if isIn(beam.nodes[slot]) { part += weight }
        }
        return part / whole
    }

    /// Gives up the hypotheses in all slots but some.
    private mutating func keep(_ isKept: [Bool]) {
        next.removeAll()
        for (slot, node) in beam.nodes.enumerated() {
            tree[node].slot = isKept[slot] ? Int32(next.count) : -1
            if isKept[slot] { next.append(node, blank: beam.blank[slot], label: beam.label[slot]) }
        }
        swap(&beam, &next)
    }
}
