/// What everything beside the sound remembers about a label sequence.
package struct ContextState: Sendable {
    /// The natural-log score of all but the sound; what a hypothesis is ranked by together with its sound.
    package var score: Float = 0
    /// Whether a word is being spelled.
    package var inWord = false

    package init() {}
}

/// Everything beside the sound that has a say in which labels are likely.
package struct SearchContext: Sendable {
    package let labels: LabelTable

    package init(labels: LabelTable) {
        self.labels = labels
    }

    /// The state before the first label.
    package func start() -> ContextState {
        ContextState()
    }

    /// The score of a label sequence made longer by one label; `nil` where that label may not follow.
    @inline(__always)
    package func score(after state: ContextState, adding label: Int) -> Float? {
        state.score
    }

    /// The state of a label sequence made longer by one label that may follow.
    package func state(after state: ContextState, adding label: Int) -> ContextState {
        var next = state
        next.inWord = labels.roles[label] != .separator
        return next
    }

    /// The state when a word is over without a label having said so.
    package func closed(_ state: ContextState) -> ContextState {
        var next = state
        next.inWord = false
        return next
    }
}
