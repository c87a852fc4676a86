package org.lotusguild.lotus.stack.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of nginx that no other one includes. What it includes from among the targets stands in its place in the tree, each
 * directive with the file that it comes from; an {@code include} of anything else is left as it is.
 */
public record NginxFile(Origin origin, List<Directive> directives) implements Document {
    public NginxFile {
        directives = List.copyOf(directives);
    }

    /**
     * A directive, with or without a block.
     *
     * @param file that it stands in, as it is shown
     * @param args without quotes
     * @param block what stands between its braces
     */
    public record Directive(
            String file, int line, String name, List<String> args, boolean opens, List<Directive> block) {
        public Directive {
            args = List.copyOf(args);
            block = List.copyOf(block);
        }

        public Where where() {
            return new Where(file, line, name);
        }

        /** The directives of this name right in the block. */
        public List<Directive> all(String wanted) {
            return block.stream().filter(inner -> inner.name.equals(wanted)).toList();
        }

        /** All arguments, with single blanks. */
        public String text() {
            return String.join(" ", args);
        }
    }

    /**
     * A directive and those around it.
     *
     * @param above from the outermost to the one right around it
     */
    public record Nested(Directive directive, List<Directive> above) {
        /** The nearest around it of this name. */
        public Stream<Directive> nearest(String name) {
            return above.reversed().stream()
                    .filter(outer -> outer.name().equals(name))
                    .limit(1);
        }

        /**
         * The directives of this name that count inside the block of this one, as nginx inherits them: those of the
         * innermost level that has any.
         *
         * @param file the tree, for what stands outside all blocks
         */
        public List<Directive> inherited(NginxFile file, String name) {
            List<Directive> levels = new ArrayList<>(above);
            levels.add(directive);
            for (Directive level : levels.reversed()) {
                if (!level.all(name).isEmpty()) {
                    return level.all(name);
                }
            }
            return file.directives.stream()
                    .filter(top -> top.name().equals(name))
                    .toList();
        }
    }

    @Override
    public Kind kind() {
        return Kind.NGINX;
    }

    /** All directives of this name, at any depth, in the order of the file. */
    public List<Nested> all(String name) {
        List<Nested> found = new ArrayList<>();
        collect(directives, List.of(), name, found);
        return found;
    }

    /** The files that its directives stand in, as they are shown; its own among them. */
    public Stream<String> files() {
        return Stream.concat(Stream.of(origin.file()), directives.stream().flatMap(NginxFile::files))
                .distinct();
    }

    private static Stream<String> files(Directive directive) {
        return Stream.concat(
                Stream.of(directive.file()), directive.block().stream().flatMap(NginxFile::files));
    }

    private static void collect(List<Directive> level, List<Directive> above, String name, List<Nested> found) {
        for (Directive directive : level) {
            if (directive.name().equals(name)) {
                found.add(new Nested(directive, above));
            }
            if (!directive.block().isEmpty()) {
                List<Directive> deeper = new ArrayList<>(above);
                deeper.add(directive);
                collect(directive.block(), List.copyOf(deeper), name, found);
            }
        }
    }
}
