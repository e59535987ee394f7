// Runs the consistency check of Tessera (the library of its command `fsck`) over a published log, and exits 1 when it fails, which the command itself does
// not: `tessera-fsck FOLDER VKEY-FILE`.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// The library waits for ever when all of its workers have stopped at a wrong tile; this is far more than a log of a test takes.
const longest = 2 * time.Minute

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: tessera-fsck FOLDER VKEY-FILE")
		os.Exit(2)
	}
	done := make(chan error, 1)
	go func() { done <- check(os.Args[1], os.Args[2]) }()
	select {
	case err := <-done:
		if err != nil {
			fail(err)
		}
	case <-time.After(longest):
		fail(fmt.Errorf("not done within %v", longest))
	}
}

func check(folder, vkeyFile string) (err error) {
	// It runs past the end of a bundle that has too few entries.
	defer func() {
		if found := recover(); found != nil {
			err = fmt.Errorf("fsck broke down: %v", found)
		}
	}()
	vkey, err := os.ReadFile(vkeyFile)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSuffix(string(vkey), "\n"))
	if err != nil {
		return err
	}
	log := client.FileFetcher{Root: folder}
	return fsck.New(verifier.Name(), verifier, log, leafHashes, fsck.Opts{N: 4}).Check(context.Background())
}

// leafHashes splits an entry bundle as Tessera reads it.
func leafHashes(bytes []byte) ([][]byte, error) {
	bundle := &api.EntryBundle{}
	if err := bundle.UnmarshalText(bytes); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(bundle.Entries))
	for _, entry := range bundle.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "FAIL", err)
	os.Exit(1)
}
