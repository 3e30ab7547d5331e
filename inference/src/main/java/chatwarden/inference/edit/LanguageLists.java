package chatwarden.inference.edit;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The word lists of a language. Words are composed (NFC) and in lower case, words of a phrase have
 * one space between them.
 *
 * @param negations words that negate
 * @param contentless words that say nothing of their own: a rewrite without others is a fragment
 * @param substitutes polite forms of phrases with a marked word; an empty form deletes
 * @param pronouns polite forms of rude pronouns, marked or not
 * @param noPronounBefore words before which the last word of such a phrase has another meaning, by
 *     it
 * @param noPronounAfter the same of words after it
 * @param classifiers words before a marked word that go with it
 * @param rudeNegations rude words that negate
 * @param politeNegation the word in their place; empty where there are none
 * @param askingWords words before which such a word asks, and does not negate
 * @param fills words that the language model may choose
 * @param generators the names of the generators that are asked
 * @param keepBiases what is taken from the logits of keep and delete; each pair gives a plan
 * @param ranked how many candidates are ranked
 * @param read how many of the likeliest of them the network reads at once
 * @param weights what similarity, kept words, strength, fluency and support count in the score
 */
record LanguageLists(
    Set<String> negations,
    Set<String> contentless,
    Map<String, String> substitutes,
    Map<String, String> pronouns,
    Map<String, Set<String>> noPronounBefore,
    Map<String, Set<String>> noPronounAfter,
    Set<String> classifiers,
    Set<String> rudeNegations,
    String politeNegation,
    Set<String> askingWords,
    List<String> fills,
    List<String> generators,
    List<double[]> keepBiases,
    int ranked,
    int read,
    List<Double> weights) {}
