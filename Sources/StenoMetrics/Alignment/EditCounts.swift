/// How many words (or characters) were right, wrong, left out and made up.
package struct EditCounts: Hashable, Sendable {
    package var matches = 0
    package var substitutions = 0
    package var deletions = 0
    package var insertions = 0

    package init(matches: Int = 0, substitutions: Int = 0, deletions: Int = 0, insertions: Int = 0) {
        self.matches = matches
        self.substitutions = substitutions
        self.deletions = deletions
        self.insertions = insertions
    }

    package var errors: Int { substitutions + deletions + insertions }

    /// How many were said.
    package var referenceCount: Int { matches + substitutions + deletions }

    /// How many were recognized.
    package var hypothesisCount: Int { matches + substitutions + insertions }

    /// Errors as a fraction of what was said. It may exceed 1. Where nothing was said it is 0 without errors and
    /// infinite with them.
    package var rate: Double {
        errors == 0 ? 0 : Double(errors) / Double(referenceCount)
    }

    package static func + (a: EditCounts, b: EditCounts) -> EditCounts {
        EditCounts(
            matches: a.matches + b.matches, substitutions: a.substitutions + b.substitutions,
            deletions: a.deletions + b.deletions, insertions: a.insertions + b.insertions)
    }
}

extension Sequence<EditCounts> {
    /// All counts together.
    package var sum: EditCounts {
        reduce(EditCounts(), +)
    }
}
