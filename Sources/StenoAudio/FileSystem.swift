#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What stands at a path.
enum FileKind: Equatable {
    case regular(size: Int)
    case folder
    /// A pipe, terminal or socket.
    case stream
}

/// Asks the system what stands at a path.
func fileKind(path: String, name: String) throws(AudioError) -> FileKind {
    var status = stat()
    guard stat(path, &status) == 0 else {
        if errno == ENOENT || errno == ENOTDIR { throw .missing(name: name) }
        throw .system(name: name, reason: lastSystemError())
    }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFREG: .regular(size: Int(status.st_size))
    default: .stream
    }
}

/// The first bytes of a file, at most `count`.
func firstBytes(_ count: Int, path: String, name: String) throws(AudioError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(name: name, reason: lastSystemError()) }
    defer { close(descriptor) }
    return try readAvailable(descriptor, atMost: count, name: name)
}

/// Waits until at least one byte is at hand and returns what there is; empty at the end of the input.
func readAvailable(_ descriptor: CInt, atMost count: Int, name: String) throws(AudioError) -> [UInt8] {
    var failure: CInt = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while true {
            let result = read(descriptor, buffer.baseAddress, count)
            if result >= 0 {
                filled = result
                return
            }
            if errno == EAGAIN || errno == EWOULDBLOCK {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, -1)
            } else if errno != EINTR {
                failure = errno
                return
            }
        }
    }
    guard failure == 0 else { throw .system(name: name, reason: String(cString: strerror(failure))) }
    return bytes
}

/// Copies the rest of a stream into a temporary file that has no name and goes when it is closed.
///
/// - Parameter beginning: Bytes already taken from the stream.
/// - Returns: A descriptor at the start of the file, owned by the caller.
func spool(_ descriptor: CInt, after beginning: [UInt8], name: String) throws(AudioError) -> CInt {
    guard let file = tmpfile() else { throw .system(name: name, reason: lastSystemError()) }
    defer { fclose(file) }
    var bytes = beginning
    repeat {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw .system(name: name, reason: "cannot be kept in a temporary file: " + lastSystemError())
        }
        bytes = try readAvailable(descriptor, atMost: 1 << 20, name: name)
    } while !bytes.isEmpty
    fflush(file)
    rewind(file)
    return dup(fileno(file))
}

func lastSystemError() -> String {
    String(cString: strerror(errno))
}
