/// What is wrong with a recipe, and where in it.
package enum RecipeError: Error, Equatable {
    case unreadable(file: String, reason: String)
    case notJSON(reason: String)
    case unknownKey(path: String, allowed: [String])
    case unknownKind(path: String, value: String, allowed: [String])
    case wrongType(path: String, expected: String, found: String)
    case outOfRange(path: String, value: String, allowed: String)
}

extension RecipeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file) cannot be read as a recipe: \(reason)"
        case .notJSON(let reason):
            "the recipe is not JSON: \(reason)"
        case .unknownKey(let path, let allowed):
            "the recipe has no key \"\(path)\"; allowed there: \(allowed.joined(separator: ", "))"
        case .unknownKind(let path, let value, let allowed):
            "\"\(path)\" cannot be \"\(value)\"; it is one of \(allowed.joined(separator: ", "))"
        case .wrongType(let path, let expected, let found):
            "\"\(path)\" must be \(expected), not \(found)"
        case .outOfRange(let path, let value, let allowed):
            "\"\(path)\" is \(value); allowed: \(allowed)"
        }
    }
}
