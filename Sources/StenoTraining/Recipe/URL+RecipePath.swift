import FoundationEssentials

extension URL {
    /// The file or folder that a path of a recipe names: as it stands, or from this folder, however it is spelled.
    func resolving(_ path: String) -> URL {
        let folder = URL(filePath: self.path, directoryHint: .isDirectory)
        return URL(filePath: path, relativeTo: folder).absoluteURL
    }
}
