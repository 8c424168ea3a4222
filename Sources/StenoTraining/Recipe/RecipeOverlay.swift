import StenoJSON

/// Lays the members of one JSON document over another that holds every allowed key.
struct RecipeOverlay {
    let variants: [RecipeVariants]

    /// - Parameters:
    ///   - given: What the file says.
    ///   - defaults: A value for every allowed key.
    ///   - path: Where in the document this is, as `batches.max_seconds`; empty at the root.
    func merge(_ given: JSONValue, over defaults: JSONValue, at path: String) throws(RecipeError) -> JSONValue
    {
        guard given.kind == defaults.kind else {
            throw RecipeError.wrongType(path: path, expected: defaults.kind, found: given.kind)
        }
        guard let members = given.object else { return given }
        var merged = try base(for: members, replacing: defaults, at: path).object ?? [:]
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            let place = path.isEmpty ? key : "\(path).\(key)"
            guard let standing = merged[key] else {
                throw RecipeError.unknownKey(path: place, allowed: merged.keys.sorted())
            }
            merged[key] = try merge(value, over: standing, at: place)
        }
        return .object(merged)
    }

    /// The defaults of the kind a section names; its standing defaults where it names none.
    private func base(
        for members: [String: JSONValue], replacing defaults: JSONValue, at path: String
    ) throws(RecipeError) -> JSONValue {
        guard let section = variants.first(where: { $0.path == path }),
            let kind = members[section.discriminator]?.string
        else { return defaults }
        let choices = section.defaults.map { JSONValue(encoding: $0) }
        let names = choices.compactMap { $0.object?[section.discriminator]?.string }
        guard let index = names.firstIndex(of: kind) else {
            throw RecipeError.unknownKind(
                path: "\(path).\(section.discriminator)", value: kind, allowed: names)
        }
        return choices[index]
    }
}
