package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.Origin;

/** A text of nginx → its directives, includes not yet resolved. */
public final class NginxText {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_WORDS = 200_000;
    private static final String FOREIGN = "_by_lua_block";

    private final String file;
    private final NginxTokens tokens;
    private int words;

    private NginxText(String file, String text) {
        this.file = file;
        this.tokens = new NginxTokens(text);
    }

    /** @throws Malformed if braces, quotes or semicolons are missing */
    static List<Directive> read(Origin origin) {
        return read(origin.file(), String.join("\n", origin.lines()));
    }

    /**
     * A part of a file that may stand in the middle of any other one: it takes nothing of what stands around it.
     *
     * @param file a name for it
     * @throws Malformed if it is not whole, or holds a language whose braces are not those of nginx
     */
    public static List<Directive> alone(String file, String text) {
        List<Directive> directives = read(file, text);
        if (directives.stream().anyMatch(NginxText::foreign)) {
            throw new Malformed(
                    0, "a block of Lua, whose braces nobody counts here: name a file instead, with *_by_lua_file");
        }
        return directives;
    }

    private static boolean foreign(Directive directive) {
        return directive.name().endsWith(FOREIGN) || directive.block().stream().anyMatch(NginxText::foreign);
    }

    /** @throws Malformed if braces, quotes or semicolons are missing */
    public static List<Directive> read(String file, String text) {
        NginxText reader = new NginxText(file, text);
        List<Directive> directives = reader.block(0);
        if (!reader.tokens.atEnd()) {
            throw new Malformed(reader.tokens.line(), "a brace closes nothing");
        }
        return directives;
    }

    /** Up to the brace that closes the block, which is read too, or the end of the file. */
    private List<Directive> block(int depth) {
        if (depth > MAX_DEPTH) {
            throw new Malformed(tokens.line(), "nested deeper than " + MAX_DEPTH);
        }
        List<Directive> directives = new ArrayList<>();
        while (!tokens.atEnd()) {
            String name = tokens.next();
            if (tokens.isSign(name) && "}".equals(name)) {
                if (depth == 0) {
                    throw new Malformed(tokens.line(), "a brace closes nothing");
                }
                return directives;
            }
            directives.add(directive(name, depth));
        }
        if (depth > 0) {
            throw new Malformed(tokens.line(), "the file ends before a block is closed");
        }
        return directives;
    }

    private Directive directive(String name, int depth) {
        int line = tokens.line();
        if (tokens.isSign(name)) {
            throw new Malformed(line, "a directive is missing before " + name);
        }
        List<String> args = new ArrayList<>();
        while (!tokens.atEnd()) {
            String token = tokens.next();
            if (++words > MAX_WORDS) {
                throw new Malformed(line, "more than " + MAX_WORDS + " words");
            }
            if (!tokens.isSign(token)) {
                args.add(token);
            } else if (";".equals(token)) {
                return new Directive(file, line, name, args, false, List.of());
            } else if ("{".equals(token)) {
                return new Directive(file, line, name, args, true, inner(name, depth));
            } else {
                break;
            }
        }
        throw new Malformed(line, "a semicolon is missing behind this directive");
    }

    private List<Directive> inner(String name, int depth) {
        if (name.endsWith(FOREIGN)) {
            tokens.skipForeignBlock();
            return List.of();
        }
        return block(depth + 1);
    }
}
