/// All label sequences the search has met since the last cut, each stored once as a branch of a tree.
///
/// A node stands for the sequence from the root to it, so two paths that spell the same labels meet in one node.
package struct PrefixTree: Sendable {
    package struct Node: Sendable {
        package var parent: Int32
        /// The label this node adds; -1 at the root of a fresh search.
        package var label: Int32
        package var firstChild: Int32 = -1
        package var nextSibling: Int32 = -1
        /// Its place in the beam; -1 while it is not there.
        package var slot: Int32 = -1
        package var firstFrame: Int32
        package var lastFrame: Int32
        package var startsWord: Bool
        package var isSeparator: Bool
        /// What everything beside the sound thinks of it.
        package var context: ContextState

        package init(
            parent: Int32, label: Int32, frame: Int, startsWord: Bool, isSeparator: Bool,
            context: ContextState
        ) {
            self.parent = parent
            self.label = label
            firstFrame = Int32(frame)
            lastFrame = Int32(frame)
            self.startsWord = startsWord
            self.isSeparator = isSeparator
            self.context = context
        }
    }

    package static let root: Int32 = 0
    package var nodes: [Node]
    /// What the language model remembers of the nodes.
    package var memory: LanguageMemory

    package init(label: Int32 = -1, context: ContextState, memory: LanguageMemory) {
        self.memory = memory
        nodes = [
            Node(
                parent: -1, label: label, frame: 0, startsWord: false, isSeparator: false, context: context)
        ]
    }

    package var count: Int { nodes.count }

    package subscript(node: Int32) -> Node {
        @inline(__always) get { nodes[Int(node)] }
        @inline(__always) _modify { yield &nodes[Int(node)] }
    }

    /// The node that adds one label to another node, if the search has met it.
    package func child(of node: Int32, label: Int32) -> Int32? {
        var child = nodes[Int(node)].firstChild
        while child >= 0 {
            if nodes[Int(child)].label == label { return child }
            child = nodes[Int(child)].nextSibling
        }
        return nil
    }

    /// Adds a child to a node.
    package mutating func append(_ child: Node) -> Int32 {
        let place = Int32(nodes.count)
        nodes.append(child)
        nodes[Int(place)].nextSibling = nodes[Int(child.parent)].firstChild
        nodes[Int(child.parent)].firstChild = place
        return place
    }

    /// Unlinks some children of a node, so that they are not found again.
    package mutating func removeChildren(of node: Int32, where isRemoved: (Node) -> Bool) {
        var child = nodes[Int(node)].firstChild
        nodes[Int(node)].firstChild = -1
        while child >= 0 {
            let next = nodes[Int(child)].nextSibling
            if !isRemoved(nodes[Int(child)]) {
                nodes[Int(child)].nextSibling = nodes[Int(node)].firstChild
                nodes[Int(node)].firstChild = child
            }
            child = next
        }
    }

    /// The nodes from the root's child down to a node, without the root.
    package func path(to node: Int32) -> [Int32] {
        var path: [Int32] = []
        var place = node
        while place != Self.root {
            path.append(place)
            place = nodes[Int(place)].parent
        }
        return path.reversed()
    }

    /// Whether the way from the root to `node` leads over `ancestor`, which may be the node itself.
    package func isReached(_ node: Int32, over ancestor: Int32) -> Bool {
        var place = node
        // A child always stands behind its parent, so a smaller place cannot be below the ancestor.
        while place > ancestor { place = nodes[Int(place)].parent }
        return place == ancestor
    }
}

extension PrefixTree {
    /// The same tree without what leads to none of some nodes, and with another root.
    ///
    /// - Parameters:
    ///   - leaves: Nodes below the new root, or the root itself; replaced by their new places.
    ///   - root: The node that becomes the root.
    package func compacted(keeping leaves: inout [Int32], root: Int32) -> PrefixTree {
        var places = [Int32](repeating: -1, count: nodes.count)
        for leaf in leaves {
            var place = leaf
            while place != root && places[Int(place)] < 0 {
                places[Int(place)] = 0
                place = nodes[Int(place)].parent
            }
        }
        var result = PrefixTree(
            label: nodes[Int(root)].label, context: nodes[Int(root)].context, memory: memory)
        result.nodes[0] = nodes[Int(root)]
        result.nodes[0].parent = -1
        result.nodes[0].firstChild = -1
        result.nodes[0].nextSibling = -1
        places[Int(root)] = 0
        for place in nodes.indices where place != Int(root) && places[place] == 0 {
            var node = nodes[place]
            node.parent = places[Int(node.parent)]
            node.firstChild = -1
            places[place] = result.append(node)
        }
        for index in leaves.indices { leaves[index] = places[Int(leaves[index])] }
        result.compactMemory()
        return result
    }

    /// Forgets what the language model remembers of nodes that are no more.
    private mutating func compactMemory() {
        let old = memory
        var numbers = [Int32](repeating: -1, count: old.states.count)
        memory = LanguageMemory(start: old[0])
        numbers[0] = 0
        func renumber(_ number: inout Int32, _ memory: inout LanguageMemory) {
            if numbers[Int(number)] < 0 { numbers[Int(number)] = memory.append(old[number]) }
            number = numbers[Int(number)]
        }
        for place in nodes.indices {
            renumber(&nodes[place].context.memory, &memory)
            renumber(&nodes[place].context.endedMemory, &memory)
        }
    }
}
