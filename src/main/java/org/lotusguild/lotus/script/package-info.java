/**
 * The sandbox for strangers' JavaScript. In: a script and a JSON value. Out: an {@link org.lotusguild.lotus.script.Outcome},
 * which is what the script wants to be posted, or why it failed.
 *
 * <p>The engine is QuickJS-ng, compiled to WebAssembly and translated to Java classes when Lotus is built
 * ({@code src/main/wasm}). Each call gets an engine with a memory of its own, made from a picture of an initialised one and
 * thrown away afterwards: nothing survives a call, because nothing is used twice. A script reaches a clock, random bytes and
 * nothing else of the machine. The way in is {@link org.lotusguild.lotus.script.Sandbox}.
 */
@NullMarked
package org.lotusguild.lotus.script;

import org.jspecify.annotations.NullMarked;
