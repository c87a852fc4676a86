package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.Origin;

/** One file of nginx → its directives, includes not yet resolved. */
final class NginxText {
    private static final int MAX_DEPTH = 64;
    private static final String FOREIGN = "_by_lua_block";

    private final Origin origin;
    private final NginxTokens tokens;

    private NginxText(Origin origin) {
        this.origin = origin;
        this.tokens = new NginxTokens(String.join("\n", origin.lines()));
    }

    /** @throws Malformed if braces, quotes or semicolons are missing */
    static List<Directive> read(Origin origin) {
        NginxText reader = new NginxText(origin);
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
            if (!tokens.isSign(token)) {
                args.add(token);
            } else if (";".equals(token)) {
                return new Directive(origin.file(), line, name, args, false, List.of());
            } else if ("{".equals(token)) {
                return new Directive(origin.file(), line, name, args, true, inner(name, depth));
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
