// Checks what Curebook publishes with the packages that Go itself checks its module database with (golang.org/x/mod/sumdb): nothing here knows
// anything of Curebook but the names of its files. Exits 1 when something does not hold.
//
//	xmod-check log FOLDER VKEY-FILE      a published log: signature, every tile, every entry
//	xmod-check bundle FOLDER VKEY-FILE   a court bundle: every entry against its proof
package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	checks := map[string]func(string, note.Verifier) (string, error){"log": checkLog, "bundle": checkBundle}
	if len(os.Args) != 4 || checks[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: xmod-check log|bundle FOLDER VKEY-FILE")
		os.Exit(2)
	}
	verifier, err := readVerifier(os.Args[3])
	var found string
	if err == nil {
		found, err = checks[os.Args[1]](os.Args[2], verifier)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
	fmt.Println(found)
}

func readVerifier(file string) (note.Verifier, error) {
	vkey, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(strings.TrimSuffix(string(vkey), "\n"))
}

// openCheckpoint gives the tree that the note speaks of, once its signature holds.
func openCheckpoint(bytes []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("checkpoint of %q, signed by %q", origin, verifier.Name())
	}
	size, rest, _ := strings.Cut(rest, "\n")
	root, rest, _ := strings.Cut(rest, "\n")
	if rest != "" {
		return tlog.Tree{}, fmt.Errorf("a checkpoint of more than three lines")
	}
	// The one text form of a tree that the package reads is that of Go's own database.
	return tlog.ParseTree([]byte("go.sum database tree\n" + size + "\n" + root + "\n"))
}
