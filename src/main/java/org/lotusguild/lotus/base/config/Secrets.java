package org.lotusguild.lotus.base.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Secret;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Secrets from a file or a variable. A file that group or others may read is refused, as {@code ssh} does: a warning would
 * be read after the theft. No message shows what stood in a file or in place of a secret.
 */
final class Secrets {
    private static final int MAX_BYTES = 64 << 10;
    private static final String FORM = "a secret never stands here, write {file: path} or ${NAME}";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final Function<String, Optional<String>> variable;

    Secrets(Path folder, Function<String, Optional<String>> variable) {
        this.folder = folder;
        this.variable = variable;
    }

    Secret read(Node node) {
        if (node instanceof ScalarNode scalar) {
            return new Secret(variable.apply(scalar.getValue()).orElseThrow(() -> new IllegalArgumentException(FORM)));
        }
        if (node instanceof MappingNode block && fileOf(block) instanceof String written) {
            return ofFile(written);
        }
        throw new IllegalArgumentException(FORM);
    }

    private static @Nullable String fileOf(MappingNode block) {
        List<NodeTuple> tuples = block.getValue();
        boolean file = tuples.size() == 1
                && tuples.getFirst().getKeyNode() instanceof ScalarNode key
                && "file".equals(key.getValue());
        return file && tuples.getFirst().getValueNode() instanceof ScalarNode path ? path.getValue() : null;
    }

    private Secret ofFile(String written) {
        Path file = folder.resolve(written).normalize();
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no secret file " + file + "; make it, with mode 0600");
        }
        try {
            checkMode(file);
            String text = text(file);
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the secret file " + file + " is empty; write the secret into it");
            }
            return new Secret(text);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the secret file " + file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the secret file " + file + " cannot be read; look at its owner", e);
        }
    }

    private static void checkMode(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (posix && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new IllegalArgumentException("others may read the secret file " + file + "; run chmod 600 on it");
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("the secret file " + file + " is larger than 64 KiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        }
    }
}
