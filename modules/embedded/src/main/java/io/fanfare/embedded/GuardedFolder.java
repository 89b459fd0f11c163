package io.fanfare.embedded;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder that only the user can read, and that does not outlive the JVM: its owner closes it, in a shutdown
 * hook at the latest, and a {@link Guard} that runs before the folder exists deletes it when there is no shutdown.
 */
final class GuardedFolder implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(GuardedFolder.class.getName());

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final Thread hook;
    private @Nullable Guard guard;

    private GuardedFolder(Path path, Runnable atShutdown) {
        this.path = path;
        this.hook = new Thread(atShutdown, "fanfare-embedded-" + path.getFileName());
    }

    /**
     * Creates a folder.
     *
     * @param atShutdown closes the folder; it may run at once
     */
    static GuardedFolder create(String prefix, Runnable atShutdown) {
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path path = parent.resolve(prefix + Long.toUnsignedString(RANDOM.nextLong(), 36));
        GuardedFolder folder = new GuardedFolder(path, atShutdown);
        boolean created = false;
        try {
            folder.guard = Guard.possible() ? Guard.of(path) : null;
            Runtime.getRuntime().addShutdownHook(folder.hook);
            Files.createDirectory(path, ownerOnly(parent));
            created = true;
            return folder;
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot create the folder " + path + " (see java.io.tmpdir): " + e, e);
        } catch (IllegalStateException e) {
            throw new EmbeddedRedisException("No redis-server is started while the JVM is shutting down", e);
        } finally {
            if (!created) {
                folder.leave();
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path parent) throws IOException {
        return Files.getFileStore(parent).supportsFileAttributeView(PosixFileAttributeView.class)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    Path path() {
        return path;
    }

    Path resolve(String file) {
        return path.resolve(file);
    }

    /** Sets the processes to kill with the folder, when the JVM ends without a word. */
    void killWith(List<Long> pids) throws IOException {
        Guard watching = guard;
        if (watching != null) {
            watching.kill(pids);
        }
    }

    /** Deletes the folder with everything in it and ends the guard. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (NoSuchFileException gone) {
            // of a system's cleaner of temporary files, or of a shutdown before the folder was created
            LOGGER.log(Level.DEBUG, "{0} is not there any more", path);
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot delete " + path + ": " + e, e);
        } finally {
            leave();
        }
    }

    private void leave() {
        endGuard();
        removeHook();
    }

    private void endGuard() {
        Guard watching = guard;
        try {
            if (watching != null) {
                watching.close();
            }
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot end the guard of " + path + ": " + e, e);
        }
    }

    private void removeHook() {
        if (Thread.currentThread() == hook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            LOGGER.log(Level.DEBUG, "The JVM is shutting down; the hook finds nothing to do", shuttingDown);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
