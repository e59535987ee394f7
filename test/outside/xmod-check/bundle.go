package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkBundle checks every NAME.bin with NAME.tlog-proof beside it, those of the dossier and those that support it.
func checkBundle(folder string, verifier note.Verifier) (string, error) {
	own, _ := filepath.Glob(filepath.Join(folder, "*.bin"))
	support, _ := filepath.Glob(filepath.Join(folder, "support", "*.bin"))
	entries := append(own, support...)
	if len(entries) == 0 {
		return "", fmt.Errorf("%s holds no entry", folder)
	}
	for _, entry := range entries {
		if err := checkEntry(entry, verifier); err != nil {
			return "", fmt.Errorf("%s: %v", entry, err)
		}
	}
	return fmt.Sprintf("bundle of log %s: %d entries", verifier.Name(), len(entries)), nil
}

func checkEntry(file string, verifier note.Verifier) error {
	leaf, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	proof, err := os.ReadFile(strings.TrimSuffix(file, ".bin") + ".tlog-proof")
	if err != nil {
		return err
	}
	head, checkpoint, _ := strings.Cut(string(proof), "\n\n")
	lines := strings.Split(head, "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return fmt.Errorf("not a tlog-proof@v1")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	tree, err := openCheckpoint([]byte(checkpoint), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(leaf))
}
